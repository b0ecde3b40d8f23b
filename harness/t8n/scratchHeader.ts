/**
 * Headers that only formulas read.
 *
 * Owns the fields that none of them looks at. Such a header was never a block's.
 */
import { type HeaderFields, sealHeader } from '#fixtures/official/encodeBlock.js';
import type { Header } from '#fixtures/official/header.js';

const ZERO_HASH = `0x${'00'.repeat(32)}` as const;

const BLANK: HeaderFields = {
  parentHash: ZERO_HASH,
  unclesHash: ZERO_HASH,
  beneficiary: `0x${'00'.repeat(20)}`,
  stateRoot: ZERO_HASH,
  transactionsRoot: ZERO_HASH,
  receiptsRoot: ZERO_HASH,
  logsBloom: `0x${'00'.repeat(256)}`,
  difficulty: 0n,
  number: 0n,
  gasLimit: 0n,
  gasUsed: 0n,
  timestamp: 0n,
  extraData: '0x',
  mixHash: ZERO_HASH,
  nonce: '0x0000000000000000',
  baseFee: 0n,
  withdrawalsRoot: ZERO_HASH,
  blobGasUsed: 0n,
  excessBlobGas: 0n,
  parentBeaconBlockRoot: ZERO_HASH,
  requestsHash: null,
};

/** A header with these fields. */
export function scratchHeader(fields: Partial<HeaderFields>): Header {
  return sealHeader({ ...BLANK, ...fields });
}
