/**
 * The transactions of a block as other tools write them.
 *
 * Owns their freedoms: a list or the RLP of one, a secret key in place of a signature, names of
 * JSON-RPC beside those of t8n, and defaults for what is left out.
 */
import { RLP } from '@ethereumjs/rlp';
import type { Bytes, Quantity, Transaction } from '#engine/api/index.js';
import { decodeTransaction } from '#fixtures/official/transaction.js';
import { signTransaction } from '#generators/build/sign.js';
import { SECP256K1_N, signer } from '#generators/build/signer.js';
import { fieldsOf, flag, listOf, type Reader, readObject } from '../input/fields.ts';
import { bytes, bytes32 } from '../input/hexadecimal.ts';
import { Refusal } from '../input/refusal.ts';
import { readTransaction } from '../input/transactionReader.ts';

const COUNT_MAX = 1 << 16;
const RLP_BYTES_MAX = 64 * 1024 * 1024;

/** The transactions, signed, as `harness/input` reads them. Throws `Refusal`. */
export function normalizeTxs(value: unknown, chainId: Quantity): readonly unknown[] {
  if (typeof value === 'string') return fromRLP(bytes(RLP_BYTES_MAX)(value, 'txs'));
  if (value === null) return [];
  return listOf(readSigned(chainId), COUNT_MAX)(value, 'txs');
}

function fromRLP(encoded: Bytes): readonly Transaction[] {
  try {
    const items = RLP.decode(encoded);
    if (!Array.isArray(items)) throw new RangeError('it is no list');
    return items.map((item, index) => decodeTransaction(item, `transaction ${String(index)}`));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Refusal({
      place: 'txs',
      problem: `is no RLP of transactions (${error.message})`,
      remedy: 'give a list of them',
    });
  }
}

function readSigned(chainId: Quantity): Reader<unknown> {
  return (value, place) => {
    const from = fieldsOf(value, place);
    const renamed = withNames(value, place);
    if (!from.has('secretKey')) return renamed;
    const key = from.required('secretKey', readKey);
    const { secretKey: _key, protected: _flag, sender: _said, ...rest } = renamed;
    const unsigned = readTransaction({ ...rest, v: '0x0', r: '0x0', s: '0x0' }, place);
    const isProtected = !from.has('protected') || from.required('protected', flag);
    return signTransaction(
      unsigned,
      signer(key),
      isProtected ? { kind: 'chain', chainId } : { kind: 'none' },
    );
  };
}

const readKey: Reader<bigint> = (value, place) => {
  const key = BigInt(bytes32(value, place));
  if (key > 0n && key < SECP256K1_N) return key;
  throw new Refusal({
    place,
    problem: 'is no private key',
    remedy: 'write a number above 0 and below the order of secp256k1',
  });
};

const ALIASES: readonly (readonly [from: string, to: string])[] = [
  ['gasLimit', 'gas'],
  ['data', 'input'],
];

/** Under t8n's names, with what goes without saying. */
function withNames(value: unknown, place: string): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...readObject(value, place) };
  for (const [alias, name] of ALIASES) {
    if (fields[name] === undefined && fields[alias] !== undefined) fields[name] = fields[alias];
    delete fields[alias];
  }
  fields['type'] ??= '0x0';
  fields['value'] ??= '0x0';
  if (fields['to'] === undefined || fields['to'] === '') fields['to'] = null;
  if (fields['type'] !== '0x0') fields['accessList'] ??= [];
  return fields;
}

/** The RLP of a list of envelopes, as t8n's body. */
export function bodyRLP(envelopes: readonly Uint8Array[]): Uint8Array {
  const items = envelopes.map((envelope) =>
    (envelope[0] ?? 0) >= LIST_PREFIX ? RLP.decode(envelope) : envelope,
  );
  return RLP.encode(items);
}

/** A legacy transaction is a list itself; typed ones are strings (EIP-2718). */
const LIST_PREFIX = 0xc0;
