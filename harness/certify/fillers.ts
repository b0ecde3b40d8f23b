/**
 * Blocks made large enough for engines that are parallel only from a size on.
 *
 * Owns what is added behind a block's own transactions: calls that hash, each by a sender of its
 * own that pays no tip, so that nothing stated of the case changes but the number of receipts. A
 * block without room stays as it is, and says nothing about the parallel path.
 */
import type { Alloc, Block, ParallelFrom, Quantity, Transaction } from '#engine/api/index.js';
import type { CorpusBlock, CorpusCase } from '#fixtures/corpus/case.js';
import { addressNamed } from '#generators/build/address.js';
import { quantity } from '#generators/build/hex.js';
import { signTransaction } from '#generators/build/sign.js';
import { signer } from '#generators/build/signer.js';
import { COMPUTE, computeCall } from '#generators/contracts/compute.js';

const CONTRACT = addressNamed('contract of fillers');
/** Keys of senders; those of cases are small numbers. */
const FIRST_KEY = 1n << 128n;
const ETHER = 10n ** 18n;
/** Of one round of hashing, and of the rest of a call, in gas; from above. */
const ROUND_GAS = 75n;
const REST_GAS = 60_000n;

/** A case as it is judged. */
export interface FilledCase {
  readonly judged: CorpusCase;
  /** For each block, whether the engine can be held to run it in parallel. */
  readonly isLarge: readonly boolean[];
  readonly isChanged: boolean;
}

/** Fills the blocks in which transactions can meet; nothing changes without a size. */
export function filledCase(judged: CorpusCase, from: ParallelFrom | undefined): FilledCase {
  if (from === undefined) {
    return { judged, isLarge: judged.blocks.map(() => true), isChanged: false };
  }
  let senders = 0;
  const filled = judged.blocks.map((stated) => {
    if (stated.block.transactions.length < 2) return { stated, isLarge: false };
    const calls = fillersOf(stated.block, from, senders);
    if (calls === null) return { stated, isLarge: false };
    senders += calls.length;
    return { stated: withCalls(stated, calls), isLarge: true };
  });
  return {
    judged: {
      ...judged,
      blocks: filled.map(({ stated }) => stated),
      preState: senders === 0 ? judged.preState : { ...judged.preState, ...accounts(senders) },
    },
    isLarge: filled.map(({ isLarge }) => isLarge),
    isChanged: senders > 0,
  };
}

/** Enough of them alone, or `null` where the block has no room. */
function fillersOf(
  { chainId, env, transactions }: Block,
  { transactions: least = 1, gas = 0 }: ParallelFrom,
  firstSender: number,
): readonly Transaction[] | null {
  const count = Math.max(1, least);
  const rounds = BigInt(gas) / (BigInt(count) * ROUND_GAS) + 1n;
  const limit = ROUND_GAS * rounds + REST_GAS;
  const taken = transactions.reduce((sum, one) => sum + BigInt(one.gas), 0n);
  if (taken + limit * BigInt(count) > BigInt(env.currentGasLimit)) return null;
  const price: Quantity = env.currentBaseFee ?? '0x0';
  return Array.from({ length: count }, (_, index) => {
    const unsigned = {
      type: '0x0',
      nonce: '0x0',
      gasPrice: price,
      gas: quantity(limit),
      to: CONTRACT,
      value: '0x0',
      input: computeCall(rounds, BigInt(index + 1)),
    } as const;
    return signTransaction(unsigned, signerOf(firstSender + index), { kind: 'chain', chainId });
  });
}

function withCalls(stated: CorpusBlock, calls: readonly Transaction[]): CorpusBlock {
  const { block, expect } = stated;
  const transactions = [...block.transactions, ...calls];
  const filled = { ...stated, block: { ...block, transactions } };
  if (expect.kind !== 'accepted') return filled;
  const statuses = [...expect.statuses, ...calls.map(() => '0x1' as const)];
  return { ...filled, expect: { ...expect, statuses } };
}

function accounts(senders: number): Alloc {
  const rich = Array.from({ length: senders }, (_, index) => {
    return [signerOf(index).address, { balance: quantity(1_000n * ETHER) }] as const;
  });
  return {
    [CONTRACT]: { balance: '0x0', nonce: '0x1', code: COMPUTE },
    ...Object.fromEntries(rich),
  };
}

function signerOf(index: number): ReturnType<typeof signer> {
  return signer(FIRST_KEY + BigInt(index));
}
