/**
 * Execution requests to the consensus layer (EIP-7685) and their hash.
 *
 * Owns their order (deposits, withdrawals, consolidations), the leaving out of empty ones and the
 * commitment in the header.
 */
import { createHash } from 'node:crypto';

import type { Bytes, Bytes32 } from '../api/index.ts';
import { bytesToHex, concatBytes } from '../primitives/bytes.ts';
import type { EmittedLog } from './core.ts';
import { depositsOf } from './deposits.ts';
import {
  type BlockMachine,
  type CollectedRequests,
  type RequestData,
  collectQueuedRequests,
} from './systemCalls.ts';

const DEPOSIT_REQUEST = 0;

/** Requests as a header commits to them. */
export interface RequestList {
  /** Type byte, then data; empty ones left out. */
  readonly requests: readonly Bytes[];
  readonly requestsHash: Bytes32;
}

/** All requests of a block whose transactions emitted `logs`. */
export async function collectRequests(
  machine: BlockMachine,
  logs: readonly EmittedLog[],
): Promise<CollectedRequests> {
  const deposits = depositsOf(logs);
  if (deposits === null) {
    return { kind: 'invalid', reason: 'BlockException.INVALID_DEPOSIT_EVENT_LAYOUT' };
  }
  const queued = await collectQueuedRequests(machine);
  return queued.kind === 'invalid'
    ? queued
    : {
        kind: 'collected',
        requests: [{ type: DEPOSIT_REQUEST, data: deposits }, ...queued.requests],
      };
}

/** The list and the hash of requests. */
export function requestListOf(requests: readonly RequestData[]): RequestList {
  const encoded = requests
    .filter(({ data }) => data.length > 0)
    .map(({ type, data }) => concatBytes(Uint8Array.of(type), data));
  return {
    requests: encoded.map(bytesToHex),
    requestsHash: bytesToHex(sha256(concatBytes(...encoded.map(sha256)))),
  };
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
