/**
 * Deposits: requests read from the logs of the deposit contract (EIP-6110).
 *
 * Owns the layout check and the compact encoding. A log of another layout makes the block invalid.
 */
import { bytesToBigInt, bytesToHex, concatBytes } from '../primitives/bytes.ts';
import type { EmittedLog } from './core.ts';

const DEPOSIT_CONTRACT = '0x00000000219ab540356cbb839cbe05303d7705fa';
/** Keccak-256 of `DepositEvent(bytes,bytes,bytes,bytes,bytes)`. */
const DEPOSIT_TOPIC = '0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5';
const EVENT_BYTES = 576;
/** Offset in the event and size of each field: key, credentials, amount, signature, index. */
const FIELDS: readonly { readonly offset: number; readonly size: number }[] = [
  { offset: 160, size: 48 },
  { offset: 256, size: 32 },
  { offset: 320, size: 8 },
  { offset: 384, size: 96 },
  { offset: 512, size: 8 },
];

/** The deposits in `logs`, one after the other, or `null` when a deposit log is malformed. */
export function depositsOf(logs: readonly EmittedLog[]): Uint8Array | null {
  const deposits: Uint8Array[] = [];
  for (const log of logs.filter(isDeposit)) {
    if (!isWellFormed(log.data)) {
      return null;
    }
    for (const { offset, size } of FIELDS) {
      deposits.push(log.data.subarray(offset + 32, offset + 32 + size));
    }
  }
  return concatBytes(...deposits);
}

function isDeposit({ address, topics }: EmittedLog): boolean {
  const topic = topics[0];
  return (
    topic !== undefined &&
    bytesToHex(topic) === DEPOSIT_TOPIC &&
    bytesToHex(address) === DEPOSIT_CONTRACT
  );
}

/** Whether `data` is the ABI encoding of five byte strings of the lengths that EIP-6110 fixes. */
function isWellFormed(data: Uint8Array): boolean {
  return (
    data.length === EVENT_BYTES &&
    FIELDS.every(
      ({ offset, size }, i) =>
        bytesToBigInt(data.subarray(32 * i, 32 * i + 32)) === BigInt(offset) &&
        bytesToBigInt(data.subarray(offset, offset + 32)) === BigInt(size),
    )
  );
}
