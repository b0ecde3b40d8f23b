/**
 * Transactions as go-ethereum takes them.
 *
 * Owns where it is stricter than others (numbers begin with no zero, a key signs for one chain)
 * and what it fills in: the chain id of what it signs, `v` where there is `yParity`. RLP passes
 * through.
 */
import type { Quantity } from '#engine/api/index.js';
import { readObject } from '../input/fields.ts';
import { Refusal } from '../input/refusal.ts';
import { saidFields } from './dialectFields.ts';

const QUANTITIES = [
  'type',
  'chainId',
  'nonce',
  'gas',
  'gasPrice',
  'maxFeePerGas',
  'maxPriorityFeePerGas',
  'maxFeePerBlobGas',
  'value',
  'v',
  'r',
  's',
  'yParity',
] as const;

type Fields = Readonly<Record<string, unknown>>;

/** The transactions in our spelling. Throws `Refusal`. */
export function readTxsDialect(value: unknown, chainId: Quantity): unknown {
  if (!Array.isArray(value)) return value;
  return Array.from(value, (item: unknown, index) => {
    const place = `txs[${String(index)}]`;
    const fields = saidFields(readObject(item, place));
    for (const name of QUANTITIES) refuseZeros(fields[name], `${place}.${name}`);
    return withKey(withParity(fields), place, chainId);
  });
}

/** Typed transactions and authorisations may name the parity and not `v`. */
function withParity(fields: Fields): Fields {
  const { authorizationList: list } = fields;
  return {
    ...((fields['type'] ?? '0x0') !== '0x0' && parity(fields)),
    ...fields,
    ...(Array.isArray(list) && { authorizationList: list.map(withParityOfItem) }),
  };
}

function withParityOfItem(item: unknown): unknown {
  return typeof item === 'object' && item !== null ? { ...parity({ ...item }), ...item } : item;
}

function refuseZeros(value: unknown, place: string): void {
  if (typeof value !== 'string' || !/^0x0[0-9a-f]/i.test(value)) return;
  throw new Refusal({
    place,
    problem: 'begins with a zero',
    remedy: 'write the number in its shortest form',
  });
}

function parity({ yParity: v }: Fields): Fields {
  return v === undefined ? {} : { v };
}

/** A signature that is there wins over the key; a key signs for the chain of the tool. */
function withKey(fields: Fields, place: string, chainId: Quantity): Fields {
  const { secretKey, ...signed } = fields;
  if (secretKey === undefined) return fields;
  if (['v', 'r', 's'].some((name) => (fields[name] ?? '0x0') !== '0x0')) return signed;
  if ((fields['type'] ?? '0x0') === '0x0') return fields;
  if (fields['protected'] === false) {
    throw new Refusal({
      place: `${place}.protected`,
      problem: 'is false, and a typed transaction is always bound to a chain',
      remedy: 'remove the field',
    });
  }
  const named = fields['chainId'];
  if (named === '0x0') return { ...fields, chainId };
  if (typeof named !== 'string' || named.toLowerCase() === chainId) return fields;
  throw new Refusal({
    place: `${place}.chainId`,
    problem: `is ${named}, and the key would sign for ${chainId}`,
    remedy: 'give --state.chainid the same number',
  });
}
