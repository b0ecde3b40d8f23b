/**
 * Random scenes: a block of random programs and the state before it, under any fork.
 *
 * Owns what may happen in them: every transaction type, contracts that look at each other, create,
 * destroy and pay, delegations, beneficiaries that trade. A scene is read off a list of numbers, so
 * that a failure shrinks and its list replays it.
 */
import fc from 'fast-check';

import type { Address, Alloc, Block, Bytes32, Fork, Hex, Transaction } from '#engine/api/index.js';
import { FORKS, rulesOf } from '#engine/evm/forkRules.js';
import { type Draw, oneOf } from '#engine/evm/testing/draw.js';
import { type Cast, initcodeOf, randomCode } from '#engine/evm/testing/randomCode.js';
import { bytesToHex, quantity } from '#engine/primitives/bytes.js';
import { addressNamed, createAddress, precompileAddress } from '#generators/build/address.js';
import { ChainBuilder, ETHER } from '#generators/build/chain.js';
import { BASE_FEE, BENEFICIARY, ancestorHashes } from '#generators/build/env.js';
import { word } from '#generators/build/hex.js';
import type { Signer } from '#generators/build/signer.js';

const NAMED = ['a', 'b', 'c'].map(addressNamed);
const EMPTY = addressNamed('empty');
const RIPEMD = precompileAddress(3);
const CLEAR: Address = `0x${'0'.repeat(40)}`;
const BLOB: Bytes32 = `0x01${'00'.repeat(31)}`;

/** A block, ready to be executed. */
export interface Scene {
  readonly block: Block;
  readonly preState: Alloc;
}

/** What the parts of one random block share. */
interface Site {
  readonly draw: Draw;
  readonly chain: ChainBuilder;
  readonly cast: Cast;
  readonly senders: readonly Signer[];
  readonly authority: Signer;
}

/** Long enough for a few programs; a shorter one makes a smaller block. */
export const choices: fc.Arbitrary<number[]> = fc.array(fc.nat({ max: 0xffff }), {
  maxLength: 400,
  size: 'max',
});
/** Any fork. */
export const forks: fc.Arbitrary<Fork> = fc.constantFrom(...FORKS);

/** How large a scene may be. */
export interface SceneSize {
  readonly transactionsMax: number;
  /** Few senders make long runs of nonces, many make transactions that can overtake each other. */
  readonly senders: number;
}

const SMALL: SceneSize = { transactionsMax: 3, senders: 2 };

/** A scene under `fork` with at least one transaction. */
export function randomScene(fork: Fork, draw: Draw, size: SceneSize = SMALL): Scene {
  const chain = new ChainBuilder(fork);
  const senders = chain.senders(size.senders, 100n * ETHER);
  const authority = chain.stranger();
  const children = [1n, 2n].map((nonce) => createAddress(addressNamed('a'), nonce));
  const plain = [...senders, authority].map(({ address }) => address);
  const beneficiary = oneOf(draw, [BENEFICIARY, BENEFICIARY, EMPTY, ...NAMED, ...plain]);
  const precompile = precompileAddress(oneOf(draw, [1, 2, 4, 5, 9, 10]));
  const others = [addressNamed('absent'), EMPTY, RIPEMD, precompile, beneficiary];
  const addresses = [...NAMED, ...NAMED, ...plain, ...children, ...others];
  const site = { draw, chain, cast: { rules: rulesOf(fork), addresses }, senders, authority };
  fillPreState(site);
  const transactions = Array.from({ length: 1 + draw(size.transactionsMax) }, () =>
    randomTransaction(site),
  );
  const withdrawals = Array.from({ length: draw(3) }, (_, index) => ({
    index: quantity(index),
    validatorIndex: '0x1' as const,
    address: oneOf(draw, addresses),
    amount: quantity(oneOf(draw, [0n, 1n, 5n])),
  }));
  const ommers = draw(3) === 1 ? [{ delta: 1 + draw(6), address: oneOf(draw, addresses) }] : [];
  const blockHashes = ancestorHashes(1000, 300);
  const env = { currentCoinbase: beneficiary, blockHashes, ommers };
  return { block: chain.block(transactions, { env, withdrawals }), preState: chain.preState };
}

function fillPreState({ draw, chain, cast, authority }: Site): void {
  for (const address of NAMED) {
    chain.put(address, {
      balance: quantity(oneOf(draw, [0n, 5n, ETHER])),
      nonce: quantity(oneOf(draw, [1n, 1n, 0n, 2n ** 64n - 1n, 2n ** 64n - 2n])),
      code: bytesToHex(randomCode(draw, cast)),
      storage: oneOf(draw, [{}, { [word(0)]: word(1) }, { [word(1)]: word(2) }]),
    });
  }
  for (const address of [EMPTY, RIPEMD]) {
    if (draw(3) === 1) {
      chain.put(address, { balance: '0x0' });
    }
  }
  if (draw(4) === 1) {
    // In the way of a creation (EIP-7610).
    const storage = { [word(0)]: word(1) };
    chain.put(createAddress(addressNamed('a'), 1n), { balance: quantity(draw(2)), storage });
  }
  if (draw(2) === 1) {
    const code: Hex = `0xef0100${oneOf(draw, cast.addresses).slice(2)}`;
    const isDelegated = cast.rules.hasSetCode && draw(2) === 1;
    const balance = quantity(draw(3));
    chain.put(authority.address, isDelegated ? { balance, nonce: '0x1', code } : { balance });
  }
}

function randomTransaction(site: Site): Transaction {
  const { draw, chain, cast, senders } = site;
  const from = oneOf(draw, senders);
  const type = oneOf(draw, typesOf(cast));
  const code = randomCode(draw, cast);
  const isCreation = draw(5) === 4 && type !== '0x3' && type !== '0x4';
  const tip = draw(5) === 1 ? 0n : BASE_FEE;
  const dataless: readonly Hex[] = ['0x', '0x', '0x00112233', `0x${'ab'.repeat(400)}`];
  return chain.transaction(from, {
    type,
    to: isCreation ? null : oneOf(draw, cast.addresses),
    gas: oneOf(draw, [300_000n, 100_000n, 60_000n, 1_000_000n]),
    value: oneOf(draw, [0n, 0n, 0n, 1n, 1n, 10n ** 17n, 10n ** 17n, 10n ** 30n]),
    input: isCreation ? bytesToHex(oneOf(draw, [code, initcodeOf(code)])) : oneOf(draw, dataless),
    gasPrice: tip + (cast.rules.hasBaseFee ? BASE_FEE : 0n),
    maxPriorityFeePerGas: tip,
    accessList:
      draw(3) === 1 ? [{ address: oneOf(draw, cast.addresses), storageKeys: [word(0)] }] : [],
    blobVersionedHashes: [BLOB],
    authorizationList: type === '0x4' ? randomAuthorizations(site, from) : [],
    replayProtected: draw(4) !== 1,
  });
}

function typesOf({ rules }: Cast): readonly Transaction['type'][] {
  return [
    '0x0',
    '0x1',
    ...(rules.hasBaseFee ? (['0x2'] as const) : []),
    ...(rules.blobs === null ? [] : (['0x3'] as const)),
    ...(rules.hasSetCode ? (['0x4', '0x4'] as const) : []),
  ];
}

function randomAuthorizations(
  { draw, chain, cast, senders, authority }: Site,
  from: Signer,
): ReturnType<ChainBuilder['authorize']>[] {
  return Array.from({ length: 1 + draw(3) }, () => {
    const who = oneOf(draw, [authority, authority, ...senders]);
    // The sender's own nonce has been counted up by the time its authorisation is looked at.
    const next = who === from ? 1n + chain.useNonce(who.address) : chain.useNonce(who.address);
    return chain.authorize(who, {
      address: oneOf(draw, [...cast.addresses, CLEAR]),
      nonce: draw(6) === 0 ? BigInt(draw(4)) : next,
      chainId: oneOf(draw, ['0x1', '0x1', '0x1', '0x0', '0x5']),
    });
  });
}
