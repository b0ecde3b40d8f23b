/**
 * A small set of state tests, as official fillers write them.
 *
 * Owns six transactions of one sender: a counter that they all call, and one call that is to be
 * refused. What must come of each alone, the oracle says.
 */
import type { Alloc, Fork } from '#engine/api/index.js';
import { logsHash, stateRoot } from '#fixtures/official/trieRoots.js';
import { createOracle } from '../../adapters/oracle/index.ts';
import { readTriple } from '../../t8n/readTriple.ts';

const KEY = '0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8';
const SENDER = '0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b';
const COUNTER = '0x0000000000000000000000000000000000001000';
/** Counts in slot 0, writes the count where the input says, and logs it. */
const COUNT = '0x60005460010180600055806000356001015560005260206000a000';

const PRE: Alloc = {
  [SENDER]: { balance: '0xde0b6b3a7640000', nonce: '0x5' },
  [COUNTER]: { balance: '0x0', code: COUNT },
};

const ENV = {
  currentCoinbase: '0x2adc25665018aa1fe0e6bc666dac8fc2697ff9ba',
  currentGasLimit: '0x1c9c380',
  currentNumber: '0x1',
  currentTimestamp: '0x3e8',
  currentDifficulty: '0x0',
  currentRandom: `0x${'00'.repeat(32)}`,
  currentBaseFee: '0x7',
};

const INPUTS = [0, 1, 2, 3, 4, 5].map((word) => `0x${word.toString(16).padStart(64, '0')}`);

const TRANSACTION = {
  nonce: '0x05',
  gasPrice: '0x0a',
  to: COUNTER,
  data: INPUTS,
  gasLimit: ['0x186a0', '0x5300'],
  value: ['0x0'],
  sender: SENDER,
  secretKey: KEY,
};

/** The set: the content of a state test file, by name. Cancun asks for no system contracts. */
export async function smallStateTests(fork: Fork = 'Cancun'): Promise<Record<string, unknown>> {
  const oracle = createOracle();
  const valid = [];
  for (const [data, input] of INPUTS.entries()) {
    const { gasPrice, nonce, to } = TRANSACTION;
    const txs = [{ gasPrice, nonce, to, input, gas: '0x186a0', value: '0x0', secretKey: KEY }];
    const env = { ...ENV, currentExcessBlobGas: '0x0', parentBeaconBlockRoot: ENV.currentRandom };
    const { block, preState } = readTriple({ alloc: PRE, env, txs }, { fork, chainId: '0x1' });
    const result = await oracle.execute(block, preState);
    if (result.status === 'rejected') throw new Error(result.rejection.reason);
    valid.push({
      hash: await stateRoot(result.postState),
      logs: logsHash(result.receipts.flatMap(({ logs }) => logs)),
      indexes: { data, gas: 0, value: 0 },
    });
  }
  const refused = {
    hash: await stateRoot(PRE),
    logs: logsHash([]),
    indexes: { data: 0, gas: 1, value: 0 },
    expectException: 'TransactionException.INTRINSIC_GAS_TOO_LOW',
  };
  const post = { [fork]: [...valid, refused], Frontier: [valid[0]] };
  return { counter: { env: ENV, pre: PRE, transaction: TRANSACTION, post } };
}
