/**
 * Gas a transaction costs before its first opcode.
 *
 * Owns intrinsic gas (Yellow Paper section 6.2, EIP-2028, EIP-2930, EIP-3860, EIP-7702) and the
 * floor that calldata sets under the final gas used (EIP-7623).
 */
import type { DecodedTransaction } from './decodedTransaction.ts';
import type { ForkRules } from './forkRules.ts';

const BASE = 21_000n;
const CREATION = 32_000n;
const ZERO_BYTE = 4n;
const NONZERO_BYTE = 16n;
const INITCODE_WORD = 2n;
const ACCESS_LIST_ADDRESS = 2_400n;
const ACCESS_LIST_SLOT = 1_900n;
/** EIP-7702 `PER_EMPTY_ACCOUNT_COST`: paid for each authorisation, in part refunded. */
export const AUTHORIZATION: bigint = 25_000n;
/** EIP-7702 `PER_AUTH_BASE_COST`: what an authorisation of an account that exists costs. */
export const AUTHORIZATION_BASE: bigint = 12_500n;
/** EIP-7623 `TOTAL_COST_FLOOR_PER_TOKEN`: a zero byte is one token, any other four. */
const FLOOR_PER_TOKEN = 10n;

/** Both numbers that a transaction's gas limit must cover, in gas. */
export interface IntrinsicGas {
  readonly intrinsic: bigint;
  /** 0 before EIP-7623. */
  readonly floor: bigint;
}

/** Intrinsic gas and calldata floor of `transaction`. */
export function intrinsicGasOf(transaction: DecodedTransaction, rules: ForkRules): IntrinsicGas {
  const { input } = transaction;
  const zeroBytes = BigInt(input.reduce((zeros, byte) => zeros + (byte === 0 ? 1 : 0), 0));
  const nonzeroBytes = BigInt(input.length) - zeroBytes;
  const data = zeroBytes * ZERO_BYTE + nonzeroBytes * NONZERO_BYTE;
  const tokens = zeroBytes + 4n * nonzeroBytes;
  const parts =
    creationGas(transaction, rules) +
    accessListGas(transaction) +
    BigInt(transaction.authorizations.length) * AUTHORIZATION;
  return {
    intrinsic: BASE + data + parts,
    floor: rules.hasCalldataFloor ? BASE + tokens * FLOOR_PER_TOKEN : 0n,
  };
}

function creationGas({ to, input }: DecodedTransaction, rules: ForkRules): bigint {
  if (to !== null) {
    return 0n;
  }
  const words = BigInt(Math.ceil(input.length / 32));
  return CREATION + (rules.initcodeSizeMax === null ? 0n : words * INITCODE_WORD);
}

function accessListGas({ accessList }: DecodedTransaction): bigint {
  const slots = accessList.reduce((count, entry) => count + entry.slots.length, 0);
  return BigInt(accessList.length) * ACCESS_LIST_ADDRESS + BigInt(slots) * ACCESS_LIST_SLOT;
}
