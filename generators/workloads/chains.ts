/**
 * Contract calls of which each needs what the one before wrote.
 *
 * Owns the workloads `chain-erc20`, `chain-swap` and `staircase`. In the first two anybody sees
 * beforehand where the calls meet; in the last, only who has run the call before.
 */
import type { Bytes32 } from '#engine/api/index.js';
import { addressNamed } from '../build/address.ts';
import { word } from '../build/hex.ts';
import { ERC20, tokenBalances, transferCall } from '../contracts/erc20.ts';
import { STAIRCASE, pointerAfter, stairCall } from '../contracts/staircase.ts';
import { ROUTER } from '../contracts/swap.ts';
import { Market, TokenBook, openPair } from './market.ts';
import { drafts, type WorkloadBuilder } from './workload.ts';

const FORTUNE = 10n ** 24n;

/**
 * The first sender owns tokens and pays the second, which pays on what it got, and so on. Each
 * transaction reads the balance slot that the one before wrote, and would revert without it.
 */
export const chainERC20: WorkloadBuilder = ({ chain, count, random }) => {
  const senders = chain.senders(count);
  const token = addressNamed('token');
  let purse = FORTUNE + random(FORTUNE);
  const fortunes = senders.slice(0, 1).map(({ address }) => [address, purse] as const);
  chain.contract('token', ERC20, { storage: tokenBalances(fortunes) });
  const last = chain.stranger();
  const payments = senders.map((sender, index) => {
    const receiver = senders[index + 1] ?? last;
    // One unit stays: a slot that is emptied gives gas back, and the payments shall cost alike.
    purse -= 1n;
    const input = transferCall(receiver.address, purse);
    return chain.transaction(sender, { to: token, gas: 80_000n, input });
  });
  return drafts('erc20', payments);
};

/** Every sender trades at the same pair: each reads and writes both reserves. */
export const chainSwap: WorkloadBuilder = ({ chain, count, random }) => {
  const market = new Market(chain, random);
  const router = chain.contract('router', ROUTER);
  const input = new TokenBook('token 0');
  const output = new TokenBook('token 1');
  const pair = openPair(chain, 'pair', { router, input, output });
  const swaps = chain.senders(count).map((trader) => market.trade({ pair, trader }));
  input.deploy(chain);
  output.deploy(chain);
  return drafts('swap', swaps);
};

/**
 * Call i reads door i, where call i-1 wrote a pointer; where that points stands the number of the
 * door that call i writes. In the pre-state every door but the first holds a false pointer, which
 * leads to a door that nobody reads. So on the pre-state no two calls conflict, and an engine that
 * runs them all at once finds only that call 1 is wrong; running call 1 again shows that call 2 is
 * wrong, and so on. A round of executions puts one more call right, whatever earlier rounds showed.
 */
export const staircase: WorkloadBuilder = ({ chain, count, random }) => {
  const storage: Record<Bytes32, Bytes32> = {};
  let pointer = word(random(2n ** 256n));
  for (let door = 0n; door < BigInt(count); door += 1n) {
    const falsePointer = door === 0n ? pointer : word(random(2n ** 256n));
    storage[word(door)] = falsePointer;
    storage[falsePointer] = word(BigInt(count) + 1n + door);
    storage[pointer] = word(door + 1n);
    pointer = pointerAfter(pointer);
  }
  const contract = chain.contract('staircase', STAIRCASE, { storage });
  const calls = chain.senders(count).map((sender, door) => {
    const input = stairCall(BigInt(door));
    return chain.transaction(sender, { to: contract, gas: 80_000n, input });
  });
  return drafts('erc20', calls);
};
