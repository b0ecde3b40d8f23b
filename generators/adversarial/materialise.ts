/**
 * From what a block means to what is executed.
 *
 * Owns all that is derived: nonces, addresses, gas limits, fees, signatures, code, the state before
 * the block. Whatever the description, the result is well formed; whether it is valid is for the
 * engines to say. What a fork does not have is left out.
 */
import type { Alloc, Authorization, Block, Bytes32, Fork, Transaction } from '#engine/api/index.js';
import { ChainBuilder, ETHER, type TransactionRequest } from '../build/chain.ts';
import { NO_DELEGATION } from '../build/delegation.ts';
import { BASE_FEE, gasLimitFor } from '../build/env.ts';
import { isFrom } from '../build/fork.ts';
import { quantity } from '../build/hex.ts';
import { compileProgram } from '../gadgets/compiler.ts';
import { encodeProgram } from '../gadgets/interpreter.ts';
import { type Operation, type Program, witness } from '../gadgets/operation.ts';
import type { BlockSpec, Delegation, GasClass, TransactionSpec } from './blockSpec.ts';
import { FEE_TAKER, fillPool, type Pool } from './pool.ts';

/** A block and the state before it. */
export interface MaterialBlock {
  readonly block: Block;
  readonly preState: Alloc;
  /** What another block can come after. */
  readonly chain: ChainBuilder;
}

/** In gas. A program costs some 100,000; what is scarce pays for a few operations. */
const GAS: Readonly<Record<GasClass, bigint>> = {
  ample: 1_000_000n,
  tight: 90_000n,
  scarce: 40_000n,
};
const GWEI = 10n ** 9n;
const TOO_MUCH = 10n ** 9n * ETHER;
const BLOB: Bytes32 = `0x01${'00'.repeat(31)}`;
const TRANSIENT: readonly Operation['op'][] = ['read-transient', 'write-transient'];

/**
 * Works out a block. The same description gives the same bytes. One that comes after a block has
 * the same accounts, whose nonces go on; its `preState` is what both need to begin with.
 */
export function materialise(spec: BlockSpec, before: ChainBuilder | null = null): MaterialBlock {
  const chain = new ChainBuilder(spec.fork, before);
  const pool = fillPool(chain, {
    beneficiary: spec.beneficiary,
    txCount: spec.transactions.length,
  });
  const site = { chain, pool, fork: spec.fork };
  const transactions = spec.transactions.map((one, txIndex) => transactionOf(one, txIndex, site));
  const block = chain.block(transactions, {
    env: {
      currentCoinbase: pool.addressOf(FEE_TAKER),
      currentGasLimit: gasLimitFor(transactions),
    },
    withdrawals: spec.withdrawals.map(({ to, gwei }, index) => ({
      index: quantity(index),
      validatorIndex: '0x1',
      address: pool.addressOf(to),
      amount: quantity(gwei),
    })),
  });
  return { block, preState: chain.preState, chain };
}

interface Site {
  readonly chain: ChainBuilder;
  readonly pool: Pool;
  readonly fork: Fork;
}

function transactionOf(spec: TransactionSpec, txIndex: number, site: Site): Transaction {
  const { chain, pool, fork } = site;
  const from =
    spec.from === 'own' ? pool.own[txIndex] : pool.senders[spec.from % pool.senders.length];
  if (from === undefined) throw new RangeError('a pool has senders');
  const next = chain.useNonce(from.address);
  const authorizationList = authorizations(delegationsOf(spec, fork), site);
  const tip = BigInt(spec.tip) * GWEI;
  return chain.transaction(from, {
    ...content(spec, txIndex, site),
    nonce: { next, gap: next + 1n, again: next === 0n ? next + 2n : next - 1n }[spec.nonce],
    gas: GAS[spec.gas],
    value: spec.wei === 'too-much' ? TOO_MUCH : BigInt(spec.wei),
    gasPrice: tip + (isFrom(fork, 'London') ? BASE_FEE : 0n),
    maxPriorityFeePerGas: tip,
    type: typeOf(spec, fork),
    authorizationList,
    blobVersionedHashes: [BLOB],
  });
}

function content(
  { action, program: whole, isWitnessed }: TransactionSpec,
  txIndex: number,
  { chain, pool, fork }: Site,
): Pick<TransactionRequest, 'to' | 'input'> {
  const { addressOf } = pool;
  const known = isFrom(fork, 'Cancun') ? whole : without(whole, TRANSIENT);
  const program = isWitnessed ? [...known, witness(txIndex)] : known;
  switch (action.kind) {
    case 'interpreted':
      return { to: addressOf(action.by), input: encodeProgram(program, addressOf) };
    case 'compiled':
      return { to: chain.contract(`program ${txIndex}`, compileProgram(program, addressOf)) };
    case 'creation':
      return { to: null, input: compileProgram(program, addressOf) };
    case 'payment':
      return { to: addressOf(action.to) };
    default:
      return action satisfies never;
  }
}

function authorizations(
  delegations: readonly Delegation[],
  { chain, pool }: Site,
): Authorization[] {
  const signers = [pool.authority, ...pool.senders];
  return delegations.flatMap(({ authority, to }) => {
    const signer = signers[authority % signers.length];
    if (signer === undefined) return [];
    return [chain.authorize(signer, { address: to === null ? NO_DELEGATION : pool.addressOf(to) })];
  });
}

/** Those that the fork and the transaction can carry. */
function delegationsOf(
  { delegations, action }: TransactionSpec,
  fork: Fork,
): readonly Delegation[] {
  return isFrom(fork, 'Prague') && action.kind !== 'creation' ? delegations : [];
}

function typeOf(spec: TransactionSpec, fork: Fork): Transaction['type'] {
  const { type, action } = spec;
  if (delegationsOf(spec, fork).length > 0) return '0x4';
  if (type === 3 && isFrom(fork, 'Cancun') && action.kind !== 'creation') return '0x3';
  if (type === 1) return '0x1';
  return type === 0 || !isFrom(fork, 'London') ? '0x0' : '0x2';
}

/** A program without some operations, at any depth. */
function without(program: Program, left: readonly Operation['op'][]): Program {
  return program
    .filter(({ op }) => !left.includes(op))
    .map((operation) => {
      if (operation.op === 'call') return { ...operation, body: without(operation.body, left) };
      if (operation.op !== 'if') return operation;
      return { ...operation, yes: without(operation.yes, left), no: without(operation.no, left) };
    });
}
