/**
 * Why a transaction is invalid: each rule alone, and any two at once.
 *
 * The list is in the order of judgement, so that of two broken rules the earlier one names the
 * reason. Runs the executor and admission as an engine does; no rule is asked by itself.
 */
import { describe, expect, it } from 'vitest';

import type { Bytes, TransactionReason } from '#engine/api/index.js';
import { Admission, type ExecutedOutcome } from '#engine/evm/admission.js';
import { type BlockContext, blockContextOf } from '#engine/evm/blockContext.js';
import { type DecodedTransaction, decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { EthereumJSCore } from '#engine/evm/ethereumjsCore.js';
import { executeTransaction } from '#engine/evm/executor.js';
import { GAS_PER_BLOB, rulesOf } from '#engine/evm/forkRules.js';
import { quantity } from '#engine/primitives/bytes.js';
import { CommittedState } from '#engine/state/committedState.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder, ETHER } from '#generators/build/chain.js';
import { BASE_FEE, BLOCK_GAS_LIMIT } from '#generators/build/env.js';
import { signer } from '#generators/build/signer.js';
import { NO_MESSAGE } from '#engine/evm/testing/messageEnd.js';

interface Circumstances {
  readonly transaction?: Partial<DecodedTransaction>;
  readonly account?: { readonly nonce?: bigint; readonly balance?: bigint; readonly code?: Bytes };
  /** What earlier transactions used. */
  readonly used?: { readonly gas?: bigint; readonly blobs?: number };
}

type ShortReason = TransactionReason extends `TransactionException.${infer Short}` ? Short : never;
type Broken = Circumstances & { readonly reason: ShortReason };

const BLOB: Bytes = `0x01${'00'.repeat(31)}`;
const chain = new ChainBuilder('Osaka');
const sender = signer(7);
const VALID = decodeTransaction(
  chain.transaction(sender, { type: '0x2', to: addressNamed('A'), gas: 21_000n, nonce: 0n }),
);
const authorization = chain.authorize(signer(8), { address: addressNamed('B'), nonce: 0n });
const osaka = blockContextOf(chain.block([], { env: { currentExcessBlobGas: '0xc000000' } }));
const cores = new Map<string, EthereumJSCore>();

/** What a transaction of a type has besides, to be valid. */
const REST: Readonly<Record<number, Partial<DecodedTransaction>>> = {
  3: { blobVersionedHashes: [BLOB], maxFeePerBlobGas: osaka.blobBaseFee },
  4: { authorizations: [authorization], gas: 60_000n },
};

const RULES: readonly Broken[] = [
  { reason: 'TYPE_NOT_SUPPORTED', transaction: { type: 5 } },
  {
    reason: 'PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS',
    transaction: { fee: { maxFee: BASE_FEE, maxPriorityFee: BASE_FEE + 1n } },
  },
  {
    reason: 'INSUFFICIENT_MAX_FEE_PER_GAS',
    transaction: { fee: { maxFee: BASE_FEE - 1n, maxPriorityFee: 0n } },
  },
  { reason: 'INTRINSIC_GAS_TOO_LOW', transaction: { gas: 20_999n } },
  {
    reason: 'INTRINSIC_GAS_BELOW_FLOOR_GAS_COST',
    transaction: { input: new Uint8Array(1000).fill(1), gas: 60_999n },
  },
  {
    reason: 'NONCE_IS_MAX',
    transaction: { nonce: 2n ** 64n - 1n },
    account: { nonce: 2n ** 64n - 1n },
  },
  {
    reason: 'INITCODE_SIZE_EXCEEDED',
    transaction: { to: null, input: new Uint8Array(49_153), gas: 1_000_000n },
  },
  { reason: 'GAS_LIMIT_EXCEEDS_MAXIMUM', transaction: { gas: 16_777_217n } },
  { reason: 'GAS_ALLOWANCE_EXCEEDED', used: { gas: BLOCK_GAS_LIMIT - 20_000n } },
  {
    reason: 'TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED',
    transaction: { type: 3, blobVersionedHashes: [BLOB] },
    used: { blobs: 9 },
  },
  { reason: 'INVALID_CHAINID', transaction: { chainId: 2n } },
  { reason: 'INVALID_SIGNATURE_VRS', transaction: { sender: null } },
  { reason: 'TYPE_3_TX_ZERO_BLOBS', transaction: { type: 3, blobVersionedHashes: [] } },
  {
    reason: 'TYPE_3_TX_BLOB_COUNT_EXCEEDED',
    transaction: { type: 3, blobVersionedHashes: Array.from({ length: 7 }, () => BLOB) },
  },
  {
    reason: 'TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH',
    transaction: { type: 3, blobVersionedHashes: [BLOB, `0x1a${'00'.repeat(31)}`] },
  },
  {
    reason: 'INSUFFICIENT_MAX_FEE_PER_BLOB_GAS',
    transaction: { type: 3, maxFeePerBlobGas: osaka.blobBaseFee - 1n },
  },
  { reason: 'TYPE_3_TX_CONTRACT_CREATION', transaction: { type: 3, to: null, gas: 53_000n } },
  { reason: 'TYPE_4_TX_CONTRACT_CREATION', transaction: { type: 4, to: null, gas: 99_000n } },
  { reason: 'TYPE_4_EMPTY_AUTHORIZATION_LIST', transaction: { type: 4, authorizations: [] } },
  {
    reason: 'GASLIMIT_PRICE_PRODUCT_OVERFLOW',
    transaction: { fee: { maxFee: 2n ** 250n, maxPriorityFee: 0n } },
  },
  { reason: 'NONCE_MISMATCH_TOO_LOW', transaction: { nonce: 0n }, account: { nonce: 1n } },
  { reason: 'NONCE_MISMATCH_TOO_HIGH', transaction: { nonce: 1n } },
  { reason: 'INSUFFICIENT_ACCOUNT_FUNDS', account: { balance: 10n * BASE_FEE * 21_000n - 1n } },
  { reason: 'SENDER_NOT_EOA', account: { code: '0x00' } },
];

/** Rules that can be broken at once: no field would have to be two things. */
const PAIRS: readonly [Broken, Broken][] = RULES.flatMap((first, at) =>
  RULES.slice(at + 1).flatMap((second): [Broken, Broken][] =>
    isBothPossible(first, second) ? [[first, second]] : [],
  ),
);

/** Executes one transaction after others; `null` when it is admitted. */
async function reasonOf(
  { transaction: spoiled = {}, account = {}, used = {} }: Circumstances,
  block: BlockContext = osaka,
): Promise<string | null> {
  const type = spoiled.type ?? VALID.type;
  const transaction: DecodedTransaction = { ...VALID, ...REST[type], ...spoiled };
  const state = new CommittedState({
    [sender.address]: {
      balance: quantity(account.balance ?? 10n ** 6n * ETHER),
      nonce: quantity(account.nonce ?? 0n),
      code: account.code ?? '0x',
    },
  });
  const core = cores.get(block.fork) ?? new EthereumJSCore(block.fork, 1n);
  cores.set(block.fork, core);
  const admission = new Admission(block);
  const { gas = 0n, blobs = 0 } = used;
  const blobVersionedHashes = Array.from({ length: blobs }, () => BLOB);
  admission.decide({ ...VALID, gas, blobVersionedHashes }, executed(gas));
  const { outcome } = await executeTransaction(transaction, state, { core, block });
  const verdict = admission.decide(transaction, outcome);
  return verdict.isAdmitted ? null : verdict.reason.replace('TransactionException.', '');
}

describe('a transaction that breaks one rule', () => {
  it.each(RULES)('is invalid: $reason', async (rule) => {
    expect(await reasonOf(rule)).toBe(rule.reason);
  });

  it.each([2, 3, 4])('and one of type %i that breaks none is valid', async (type) => {
    expect(await reasonOf({ transaction: { type } })).toBeNull();
  });
});

describe('a transaction that breaks two rules', () => {
  it('is invalid for the earlier one, whichever two they are', async () => {
    const wrong: string[] = [];
    for (const [first, second] of PAIRS) {
      const reason = await reasonOf(merged(first, second));
      if (reason !== first.reason) {
        wrong.push(`${first.reason} and ${second.reason}: ${reason}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(PAIRS.length).toBeGreaterThan(150);
  });
});

describe('a rule at its edge', () => {
  it.each<[string, Circumstances]>([
    [
      'nonce one below the maximum',
      { transaction: { nonce: 2n ** 64n - 2n }, account: { nonce: 2n ** 64n - 2n } },
    ],
    [
      'initcode of the largest size',
      { transaction: { to: null, input: new Uint8Array(49_152), gas: 10n ** 6n } },
    ],
    ['the largest gas limit', { transaction: { gas: 16_777_216n } }],
    ['exactly the room that is left', { used: { gas: BLOCK_GAS_LIMIT - 21_000n } }],
    ['the last blob of the block', { transaction: { type: 3 }, used: { blobs: 8 } }],
    [
      'exactly the base fee',
      { transaction: { fee: { maxFee: BASE_FEE, maxPriorityFee: BASE_FEE } } },
    ],
    ['exactly enough ether', { account: { balance: 10n * BASE_FEE * 21_000n } }],
    ['a delegated sender', { account: { code: `0xef0100${'11'.repeat(20)}` } }],
    ['no chain at all', { transaction: { type: 0, chainId: null } }],
  ])('is kept: %s', async (_, circumstances) => {
    expect(await reasonOf(circumstances)).toBeNull();
  });

  it('a sender whose code only begins like a delegation is a contract', async () => {
    const account = { code: `0xef0100${'11'.repeat(21)}` } as const;
    expect(await reasonOf({ account })).toBe('SENDER_NOT_EOA');
  });

  it('blobs are paid for: a balance short of their fee is too small', async () => {
    const fees = 10n * BASE_FEE * 21_000n + GAS_PER_BLOB * osaka.blobBaseFee;
    const transaction = { type: 3 };
    expect(await reasonOf({ transaction, account: { balance: fees } })).toBeNull();
    expect(await reasonOf({ transaction, account: { balance: fees - 1n } })).toBe(
      'INSUFFICIENT_ACCOUNT_FUNDS',
    );
  });
});

describe('a rule in the forks before it', () => {
  it.each([
    ['Berlin', 2, 'TYPE_NOT_SUPPORTED'],
    ['London', 2, null],
    ['Shanghai', 3, 'TYPE_NOT_SUPPORTED'],
    ['Cancun', 4, 'TYPE_NOT_SUPPORTED'],
    ['Prague', 4, null],
  ] as const)('under %s type %i: %s', async (fork, type, expected) => {
    expect(await reasonOf({ transaction: { type } }, contextOf(fork))).toBe(expected);
  });

  it.each<[string, Circumstances]>([
    [
      'initcode size before EIP-3860',
      { transaction: { to: null, input: new Uint8Array(49_153), gas: 10n ** 6n } },
    ],
    ['gas limit before EIP-7825', { transaction: { gas: 16_777_217n } }],
    [
      'calldata floor before EIP-7623',
      { transaction: { input: new Uint8Array(1000).fill(1), gas: 60_999n } },
    ],
  ])('%s does not bind', async (_, circumstances) => {
    expect(await reasonOf(circumstances, contextOf('London'))).toBeNull();
  });

  it('a delegated sender is a contract before EIP-7702', async () => {
    const account = { code: `0xef0100${'11'.repeat(20)}` } as const;
    expect(await reasonOf({ account }, contextOf('Cancun'))).toBe('SENDER_NOT_EOA');
  });

  it('more than six blobs fit in one transaction before EIP-7594', async () => {
    expect(rulesOf('Prague').blobs?.maxPerTransaction).toBeNull();
    const blobVersionedHashes = Array.from({ length: 7 }, () => BLOB);
    const transaction = { type: 3, blobVersionedHashes };
    expect(await reasonOf({ transaction }, contextOf('Prague'))).toBeNull();
  });
});

function contextOf(fork: BlockContext['fork']): BlockContext {
  return blockContextOf(new ChainBuilder(fork).block([]));
}

function executed(gasUsed: bigint): ExecutedOutcome {
  return {
    kind: 'executed',
    isSuccess: true,
    gasUsed,
    logs: [],
    contractAddress: null,
    message: NO_MESSAGE,
  };
}

function merged(first: Circumstances, second: Circumstances): Circumstances {
  return {
    transaction: { ...second.transaction, ...first.transaction },
    account: { ...second.account, ...first.account },
    used: { ...second.used, ...first.used },
  };
}

function isBothPossible(first: Circumstances, second: Circumstances): boolean {
  return (['transaction', 'account', 'used'] as const).every((part) => {
    const [left, right] = [new Map(Object.entries(first[part] ?? {})), second[part] ?? {}];
    return Object.entries(right).every(([field, value]) => {
      const isAgreed = field === 'type' && left.get(field) === value;
      return !left.has(field) || isAgreed;
    });
  });
}
