/**
 * Transactions that stand exactly on a rule, or one past it.
 *
 * Owns the rules by name. Whoever is past one makes the block invalid, from the fork on that has
 * the rule; all engines must refuse it at the same index for the same reason.
 */
import type { Bytes } from '#engine/api/index.js';
import { addressNamed } from '../build/address.ts';
import { type ChainBuilder, ETHER, GAS_PRICE, type TransactionRequest } from '../build/chain.ts';
import { isFrom } from '../build/fork.ts';
import { concatHex, quantity } from '../build/hex.ts';
import { floorGas } from '../build/intrinsic.ts';
import type { Signer } from '../build/signer.ts';
import { encodeProgram } from '../gadgets/interpreter.ts';
import type { Pool } from './pool.ts';

/** Where a transaction is made. */
export interface EdgeSite {
  readonly chain: ChainBuilder;
  readonly pool: Pool;
  /** A random number of the transaction's own. */
  readonly detail: number;
}

/** A sender of its own, and what it sends. */
export interface Edge {
  readonly from: Signer;
  readonly request: TransactionRequest;
}

const PAYMENT = 21_000n;
/** EIP-3860. */
const INITCODE_MAX = 49_152;
/** EIP-7825. */
const TRANSACTION_GAS_MAX = 2n ** 24n;
/** EIP-2681. */
const NONCE_MAX = 2n ** 64n - 1n;
const CALL_DATA = 1_000;
const TO = addressNamed('edge');

function bytesOf(byte: string, count: number): Bytes {
  return `0x${byte.repeat(count)}`;
}

function paying(chain: ChainBuilder, rest: Partial<TransactionRequest>): Edge {
  return { from: chain.sender(), request: { to: TO, gas: PAYMENT, ...rest } };
}

/** A payment of nothing by somebody with that nonce. */
function withNonce(chain: ChainBuilder, nonce: bigint): Edge {
  const from = chain.stranger();
  chain.put(from.address, { balance: quantity(ETHER), nonce: quantity(nonce) });
  return { from, request: { to: TO, gas: PAYMENT, nonce } };
}

function creating(chain: ChainBuilder, size: number): Edge {
  return paying(chain, { to: null, gas: 1_500_000n, input: bytesOf('00', size) });
}

function withData(chain: ChainBuilder, missing: bigint): Edge {
  const input = bytesOf('11', CALL_DATA);
  return paying(chain, { gas: floorGas(input) - missing, input });
}

function owning(chain: ChainBuilder, missing: bigint): Edge {
  const price = { gasPrice: GAS_PRICE, maxFeePerGas: GAS_PRICE };
  const from = chain.sender(PAYMENT * GAS_PRICE + 1n - missing);
  return { from, request: { to: TO, gas: PAYMENT, value: 1n, ...price } };
}

function withBlobPrice({ chain, pool }: EdgeSite, missing: bigint): Edge {
  if (!isFrom(chain.fork, 'Cancun')) return paying(chain, {});
  const offer = { maxFeePerBlobGas: pool.blobPrice - missing };
  return paying(chain, { type: '0x3', blobVersionedHashes: pool.blobHashes(1), ...offer });
}

/** All rules, on the edge and one past it. */
export const EDGE_NAMES = [
  'contract-sends',
  'largest-initcode',
  'initcode-too-large',
  'largest-gas',
  'gas-too-large',
  'least-gas',
  'too-little-gas',
  'floor',
  'below-floor',
  'last-nonce',
  'nonce-too-large',
  'exact-balance',
  'one-wei-short',
  'exact-blob-price',
  'blobs-too-cheap',
  'refund-at-the-floor',
] as const;

/** A rule. */
export type EdgeName = (typeof EDGE_NAMES)[number];

/** What stands on each. */
export const EDGES: Readonly<Record<EdgeName, (site: EdgeSite) => Edge>> = {
  /** EIP-3607. */
  'contract-sends': ({ chain }) => {
    const from = chain.sender();
    chain.put(from.address, { balance: quantity(ETHER), code: '0x00' });
    return { from, request: { to: TO, gas: PAYMENT } };
  },
  'largest-initcode': ({ chain }) => creating(chain, INITCODE_MAX),
  'initcode-too-large': ({ chain }) => creating(chain, INITCODE_MAX + 1),
  'largest-gas': ({ chain }) => paying(chain, { gas: TRANSACTION_GAS_MAX }),
  'gas-too-large': ({ chain }) => paying(chain, { gas: TRANSACTION_GAS_MAX + 1n }),
  'least-gas': ({ chain }) => paying(chain, {}),
  'too-little-gas': ({ chain }) => paying(chain, { gas: PAYMENT - 1n }),
  floor: ({ chain }) => withData(chain, 0n),
  'below-floor': ({ chain }) => withData(chain, 1n),
  'last-nonce': ({ chain }) => withNonce(chain, NONCE_MAX - 1n),
  'nonce-too-large': ({ chain }) => withNonce(chain, NONCE_MAX),
  'exact-balance': ({ chain }) => owning(chain, 0n),
  'one-wei-short': ({ chain }) => owning(chain, 1n),
  'exact-blob-price': (site) => withBlobPrice(site, 0n),
  'blobs-too-cheap': (site) => withBlobPrice(site, 1n),
  /** A refund that may take what is paid below the floor: by how much data, the detail says. */
  'refund-at-the-floor': ({ chain, pool, detail }) => {
    const clearing = encodeProgram(
      [
        { op: 'set', slot: 0, value: 0 },
        { op: 'set', slot: 1, value: 0 },
      ],
      pool.addressOf,
    );
    const input = concatHex(clearing, bytesOf('00', 32), bytesOf('11', 3 * detail));
    return paying(chain, { to: pool.addressOf(0), gas: 500_000n, input });
  },
};
