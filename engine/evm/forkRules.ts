/**
 * What changes from fork to fork, as far as execution outside the EVM core is concerned.
 *
 * Owns one row of facts a fork, so that no other file compares fork names. Opcode and gas schedules
 * inside the EVM are the core's.
 */
import type { Fork } from '../api/index.ts';

/** Blob parameters (EIP-4844, EIP-7691, EIP-7594). */
export interface BlobRules {
  /** In blob gas per block. */
  readonly maxGas: bigint;
  /** How slowly the blob base fee moves. */
  readonly updateFraction: bigint;
  /** Largest number of blobs in one transaction; `null` when only the block limits it. */
  readonly maxPerTransaction: number | null;
}

/** Execution rules of one fork. */
export interface ForkRules {
  /** EIP-1559. */
  readonly hasBaseFee: boolean;
  /** EIP-3675: no block rewards, `PREVRANDAO` instead of difficulty. */
  readonly isMerged: boolean;
  /** EIP-3651. */
  readonly hasWarmBeneficiary: boolean;
  /** EIP-3860, in bytes; `null` when unlimited. */
  readonly initcodeSizeMax: number | null;
  /** EIP-4895. */
  readonly hasWithdrawals: boolean;
  readonly blobs: BlobRules | null;
  /** EIP-4788. */
  readonly hasBeaconRoot: boolean;
  /** EIP-6780: only contracts created in the same transaction are destroyed. */
  readonly destroysOnlyOwnCreations: boolean;
  /** EIP-7702. */
  readonly hasSetCode: boolean;
  /** EIP-7623. */
  readonly hasCalldataFloor: boolean;
  /** EIP-2935, EIP-6110, EIP-7002, EIP-7251, EIP-7685. */
  readonly hasRequests: boolean;
  /** EIP-7825, in gas; `null` when unlimited. */
  readonly transactionGasMax: bigint | null;
  /** EIP-3529 (5) and before (2): at most gas used / quotient is refunded. */
  readonly refundQuotient: bigint;
}

const BERLIN: ForkRules = {
  hasBaseFee: false,
  isMerged: false,
  hasWarmBeneficiary: false,
  initcodeSizeMax: null,
  hasWithdrawals: false,
  blobs: null,
  hasBeaconRoot: false,
  destroysOnlyOwnCreations: false,
  hasSetCode: false,
  hasCalldataFloor: false,
  hasRequests: false,
  transactionGasMax: null,
  refundQuotient: 2n,
};

const LONDON: ForkRules = { ...BERLIN, hasBaseFee: true, refundQuotient: 5n };

const PARIS: ForkRules = { ...LONDON, isMerged: true };

const SHANGHAI: ForkRules = {
  ...PARIS,
  hasWarmBeneficiary: true,
  initcodeSizeMax: 49_152,
  hasWithdrawals: true,
};

const BLOB_GAS = 131_072n;

const CANCUN: ForkRules = {
  ...SHANGHAI,
  blobs: { maxGas: 6n * BLOB_GAS, updateFraction: 3_338_477n, maxPerTransaction: null },
  hasBeaconRoot: true,
  destroysOnlyOwnCreations: true,
};

const PRAGUE: ForkRules = {
  ...CANCUN,
  blobs: { maxGas: 9n * BLOB_GAS, updateFraction: 5_007_716n, maxPerTransaction: null },
  hasSetCode: true,
  hasCalldataFloor: true,
  hasRequests: true,
};

const OSAKA: ForkRules = {
  ...PRAGUE,
  blobs: { maxGas: 9n * BLOB_GAS, updateFraction: 5_007_716n, maxPerTransaction: 6 },
  transactionGasMax: 16_777_216n,
};

const RULES: Readonly<Record<Fork, ForkRules>> = {
  Berlin: BERLIN,
  London: LONDON,
  Paris: PARIS,
  Shanghai: SHANGHAI,
  Cancun: CANCUN,
  Prague: PRAGUE,
  Osaka: OSAKA,
};

/** Every fork, oldest first. */
export const FORKS: readonly Fork[] = [
  'Berlin',
  'London',
  'Paris',
  'Shanghai',
  'Cancun',
  'Prague',
  'Osaka',
];

/** Blob gas of one blob (EIP-4844). */
export const GAS_PER_BLOB: bigint = BLOB_GAS;

/** The rules of `fork`. Throws `RangeError` for a name that is none (callers in JavaScript). */
export function rulesOf(fork: Fork): ForkRules {
  if (!Object.hasOwn(RULES, fork)) {
    throw new RangeError(`unknown fork "${fork}"; known are ${FORKS.join(', ')}`);
  }
  return RULES[fork];
}
