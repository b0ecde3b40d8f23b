/**
 * What transactions ask of the consensus layer, and what is wrong with the contracts they ask.
 *
 * Owns the calls of each kind, and the contracts that a block may find broken.
 */
import type { Address, Bytes } from '#engine/api/index.js';
import { assemble } from '../assembly/assemble.ts';
import type { ChainBuilder, TransactionRequest } from '../build/chain.ts';
import {
  CONSOLIDATION_REQUEST_ADDRESS,
  DEPOSIT_CONTRACT_ADDRESS,
  WITHDRAWAL_REQUEST_ADDRESS,
} from '../build/predeploys.ts';
import {
  bytesNamed,
  consolidationCall,
  depositCall,
  depositNamed,
  GWEI,
  withdrawalCall,
} from '../contracts/requests.ts';
import type { HeaderSpec, RequestName } from './blockSpec.ts';

const GAS = 300_000n;
const ETHER_IN_GWEI = 1_000_000_000n;
/** More than a request costs while few are queued, in wei. */
const FEE = 1_000n;
const KEY_BYTES = 48;
/** `DepositEvent(bytes,bytes,bytes,bytes,bytes)`. */
const DEPOSIT_TOPIC = '0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5';

/** Logs what it is called with, as if that were a deposit. */
const LOGGER: Bytes = assemble(`
  CALLDATASIZE 0 0 CALLDATACOPY
  ${DEPOSIT_TOPIC} CALLDATASIZE 0 LOG1
`);

/** What a transaction sends to ask for something. */
export function requestCall(
  request: RequestName,
  detail: number,
): Omit<TransactionRequest, 'nonce'> {
  const [one, other] = ['one', 'other'].map((name) => bytesNamed(`${name} ${detail}`, KEY_BYTES));
  const key = one ?? '0x';
  switch (request) {
    case 'deposit': {
      const deposit = depositNamed(`deposit ${detail}`, ETHER_IN_GWEI * BigInt(1 + (detail % 3)));
      const value = deposit.amount * GWEI;
      return { to: DEPOSIT_CONTRACT_ADDRESS, gas: GAS, value, input: depositCall(deposit) };
    }
    case 'withdrawal':
      return asked(WITHDRAWAL_REQUEST_ADDRESS, withdrawalCall(key, BigInt(detail)));
    case 'consolidation':
      return asked(CONSOLIDATION_REQUEST_ADDRESS, consolidationCall(key, other ?? '0x'));
    case 'junk':
      return { to: DEPOSIT_CONTRACT_ADDRESS, gas: GAS, input: bytesNamed('junk', 1 + detail) };
    default:
      return request satisfies never;
  }
}

function asked(to: Address, input: Bytes): Omit<TransactionRequest, 'nonce'> {
  return { to, gas: GAS, value: FEE, input };
}

/** Breaks what the header says is broken, in the state before the block. */
export function breakSystem(chain: ChainBuilder, { broken, logsJunk }: HeaderSpec): void {
  if (broken === 'withdrawal') chain.put(WITHDRAWAL_REQUEST_ADDRESS, EMPTY);
  if (broken === 'consolidation') chain.put(CONSOLIDATION_REQUEST_ADDRESS, EMPTY);
  if (logsJunk === true) chain.put(DEPOSIT_CONTRACT_ADDRESS, { ...EMPTY, code: LOGGER });
}

const EMPTY = { balance: '0x0', nonce: '0x1' } as const;
