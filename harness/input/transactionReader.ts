/**
 * Reads signed transactions as t8n writes them in `txs.json`.
 *
 * Owns which fields each EIP-2718 envelope has, and that a sender is read only where no signature
 * says who it is. Does not check signatures, fees or nonces: a badly
 * formed transaction is refused here, an invalid one is the engine's to reject.
 */
import type {
  AccessListEntry,
  Authorization,
  BlobTransaction,
  FeeMarketTransaction,
  Transaction,
} from '#engine/api/index.js';
import { type Fields, fieldsOf, listOf, nullable, oneOf, type Reader } from './fields.ts';
import { address, bytes, bytes32, quantity } from './hexadecimal.ts';
import { Refusal } from './refusal.ts';

// No gas limit pays for more: 16 gas a byte of input, 1900 a slot, and a block has far below 2^32.
const INPUT_BYTES_MAX = 1 << 24;
const LIST_COUNT_MAX = 1 << 20;

const TYPES = ['0x0', '0x1', '0x2', '0x3', '0x4'] as const;
const COMMON = ['type', 'nonce', 'gas', 'to', 'value', 'input', 'v', 'r', 's'] as const;
const PRICED = ['gasPrice'] as const;
const TYPED = ['chainId', 'accessList'] as const;
const FEE_MARKET = ['maxFeePerGas', 'maxPriorityFeePerGas'] as const;

// What the tools of clients add to signed transactions; all of it follows from the rest.
const IGNORED = ['hash', 'sender', 'from', 'yParity', 'protected'] as const;

/** Reads one signed transaction. Throws `Refusal`. */
export const readTransaction: Reader<Transaction> = (value, place) => {
  const type = fieldsOf(value, place).required('type', readType);
  switch (type) {
    case '0x0': {
      // Before EIP-2930 the chain id lies in `v`; tools repeat it beside.
      const from = open(value, place, { known: PRICED, ignored: ['chainId', 'accessList'] });
      return { type, ...readCommon(from), gasPrice: from.required('gasPrice', quantity(256)) };
    }
    case '0x1': {
      const from = open(value, place, { known: [...PRICED, ...TYPED] });
      return {
        type,
        ...readCommon(from),
        ...readTyped(from),
        gasPrice: from.required('gasPrice', quantity(256)),
      };
    }
    case '0x2':
      return { type, ...readFeeMarket(open(value, place, feeMarketNames())) };
    case '0x3': {
      const from = open(value, place, feeMarketNames('maxFeePerBlobGas', 'blobVersionedHashes'));
      return { type, ...readFeeMarket(from), ...readBlobs(from) };
    }
    case '0x4': {
      const from = open(value, place, feeMarketNames('authorizationList'));
      const readAuthorizations = listOf(readAuthorization, LIST_COUNT_MAX);
      return {
        type,
        ...readFeeMarket(from),
        authorizationList: from.required('authorizationList', readAuthorizations),
      };
    }
  }
};

const readType: Reader<Transaction['type']> = (value, place) =>
  oneOf(TYPES)(typeof value === 'string' ? value.replace(/^0x0(?=[0-9])/, '0x') : value, place);

type FeeMarketFields = Omit<FeeMarketTransaction, 'type'>;

/** `gasPrice` is what receipts-minded tools add to these; the two fees say it all. */
function feeMarketNames(...own: readonly string[]): Names {
  return { known: [...TYPED, ...FEE_MARKET, ...own], ignored: ['gasPrice'] };
}

interface Names {
  readonly known: readonly string[];
  readonly ignored?: readonly string[];
}

function open(value: unknown, place: string, { known, ignored = [] }: Names): Fields {
  if (fieldsOf(value, place).has('secretKey')) {
    throw new Refusal({
      place: `${place}.secretKey`,
      problem: 'the transaction is not signed',
      remedy: 'sign it: give v, r and s instead of a secret key',
    });
  }
  return fieldsOf(value, place, {
    known: [...COMMON, ...known],
    ignored: [...IGNORED, ...ignored],
  });
}

function readCommon(from: Fields): Omit<Transaction, 'type'> {
  const signature = {
    v: from.required('v', quantity(256)),
    r: from.required('r', quantity(256)),
    s: from.required('s', quantity(256)),
  };
  const isUnsigned = Object.values(signature).every((part) => part === '0x0');
  return {
    nonce: from.required('nonce', quantity(64)),
    gas: from.required('gas', quantity(64)),
    to: from.required('to', nullable(address)),
    value: from.required('value', quantity(256)),
    input: from.required('input', bytes(INPUT_BYTES_MAX)),
    ...signature,
    ...(isUnsigned && from.optional('sender', address)),
  };
}

function readTyped(from: Fields): Pick<FeeMarketFields, 'chainId' | 'accessList'> {
  return {
    chainId: from.required('chainId', quantity(256)),
    accessList: from.required('accessList', listOf(readAccessListEntry, LIST_COUNT_MAX)),
  };
}

function readFeeMarket(from: Fields): FeeMarketFields {
  return {
    ...readCommon(from),
    ...readTyped(from),
    maxFeePerGas: from.required('maxFeePerGas', quantity(256)),
    maxPriorityFeePerGas: from.required('maxPriorityFeePerGas', quantity(256)),
  };
}

function readBlobs(
  from: Fields,
): Pick<BlobTransaction, 'maxFeePerBlobGas' | 'blobVersionedHashes'> {
  return {
    maxFeePerBlobGas: from.required('maxFeePerBlobGas', quantity(256)),
    blobVersionedHashes: from.required('blobVersionedHashes', listOf(bytes32, LIST_COUNT_MAX)),
  };
}

const readAccessListEntry: Reader<AccessListEntry> = (value, place) => {
  const from = fieldsOf(value, place, { known: ['address', 'storageKeys'] });
  return {
    address: from.required('address', address),
    storageKeys: from.required('storageKeys', listOf(bytes32, LIST_COUNT_MAX)),
  };
};

const readAuthorization: Reader<Authorization> = (value, place) => {
  const from = fieldsOf(value, place, {
    known: ['chainId', 'address', 'nonce', 'v', 'r', 's'],
    ignored: ['yParity', 'signer'],
  });
  return {
    chainId: from.required('chainId', quantity(256)),
    address: from.required('address', address),
    nonce: from.required('nonce', quantity(64)),
    v: from.required('v', quantity(256)),
    r: from.required('r', quantity(256)),
    s: from.required('s', quantity(256)),
  };
};
