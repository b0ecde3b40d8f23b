/**
 * From what a block means to what is executed.
 *
 * Owns all that is derived: nonces, addresses, gas limits, fees, signatures, code, the state before
 * the block. Whatever the description, the result is well formed; whether it is valid is for the
 * engines to say. What a fork does not have is left out.
 */
import type {
  Alloc,
  Authorization,
  Block,
  Fork,
  Ommer,
  Quantity,
  Transaction,
} from '#engine/api/index.js';
import { ChainBuilder, ETHER, type TransactionRequest } from '../build/chain.ts';
import { NO_DELEGATION } from '../build/delegation.ts';
import { ancestorHashes, BASE_FEE, gasLimitFor } from '../build/env.ts';
import { isFrom } from '../build/fork.ts';
import { quantity, word } from '../build/hex.ts';
import { intrinsicGas } from '../build/intrinsic.ts';
import { withHighS } from '../build/sign.ts';
import { compileProgram } from '../gadgets/compiler.ts';
import { encodeProgram } from '../gadgets/interpreter.ts';
import { BLOB_CONTEXTS, type Operation, type Program, witness } from '../gadgets/operation.ts';
import type { BlockSpec, Delegation, GasClass, HeaderSpec, TransactionSpec } from './blockSpec.ts';
import { EDGES } from './edges.ts';
import { FEE_TAKER, fillPool, type Pool } from './pool.ts';
import { breakSystem, requestCall } from './systemParts.ts';

/** A block and the state before it. */
export interface MaterialBlock {
  readonly block: Block;
  readonly preState: Alloc;
  /** What another block can come after. */
  readonly chain: ChainBuilder;
}

/**
 * In gas; but for what is ample beside what it costs to be let in. A program costs some 100,000;
 * what is scarce pays for a few operations.
 */
const GAS: Readonly<Record<GasClass, bigint>> = {
  ample: 1_000_000n,
  tight: 60_000n,
  scarce: 15_000n,
  vast: 12_000_000n,
};
/** Those that are the gas limit by themselves. */
const FIXED: readonly GasClass[] = ['ample', 'vast'];
const GWEI = 10n ** 9n;
const TOO_MUCH = 10n ** 9n * ETHER;
const MILLION = 1_000_000n;
const PAYMENT_GAS = 21_000n;
const ANCESTORS = 5;
/** In wei per blob gas: whatever the excess. */
const BLOB_PRICE_MAX = 10n ** 12n;
const TRANSIENT: readonly Operation['op'][] = ['read-transient', 'write-transient'];
const CHAIN_IDS = { any: '0x0', other: '0x2' } as const;

/**
 * Works out a block. The same description gives the same bytes. One that comes after a block has
 * the same accounts, whose nonces go on; its `preState` is what both need to begin with.
 */
export function materialise(spec: BlockSpec, before: ChainBuilder | null = null): MaterialBlock {
  const chain = new ChainBuilder(spec.fork, before);
  const { header = {} } = spec;
  const excess = MILLION * BigInt(header.excess ?? 0);
  const pool = fillPool(chain, {
    beneficiary: spec.beneficiary,
    txCount: spec.transactions.length,
    isHaunted: header.isHaunted ?? false,
    excess,
  });
  if (isFrom(spec.fork, 'Prague')) breakSystem(chain, header);
  const site = { chain, pool, fork: spec.fork };
  const transactions = spec.transactions.map((one, txIndex) => transactionOf(one, txIndex, site));
  const block = chain.block(transactions, {
    env: {
      currentCoinbase: pool.addressOf(FEE_TAKER),
      currentGasLimit: roomFor(transactions, header),
      blockHashes: ancestorHashes(chain.nextNumber, ANCESTORS),
      ...(isFrom(spec.fork, 'Cancun') && { currentExcessBlobGas: quantity(excess) }),
      ...(!isFrom(spec.fork, 'Paris') && { ommers: ommersOf(header, pool) }),
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

/** In gas. */
function roomFor(transactions: readonly Transaction[], { room }: HeaderSpec): Quantity {
  if (room === undefined) return gasLimitFor(transactions);
  if (room === 'none-for-vast') return quantity(GAS.vast - 1n);
  const last = BigInt(transactions.at(-1)?.gas ?? 0);
  const exact = PAYMENT_GAS * BigInt(Math.max(0, transactions.length - 1)) + last;
  return quantity(room === 'exact' ? exact : exact - 1n);
}

function ommersOf({ ommers = [] }: HeaderSpec, { addressOf }: Pool): readonly Ommer[] {
  return ommers.map(({ to, delta }) => ({ delta, address: addressOf(to) }));
}

interface Site {
  readonly chain: ChainBuilder;
  readonly pool: Pool;
  readonly fork: Fork;
}

function transactionOf(spec: TransactionSpec, txIndex: number, site: Site): Transaction {
  const { chain, pool, fork } = site;
  if (spec.action.kind === 'edge') {
    const { edge, detail } = spec.action;
    const { from, request } = EDGES[edge]({ chain, pool, detail });
    return chain.transaction(from, request);
  }
  const from =
    spec.from === 'own' ? pool.own[txIndex] : pool.senders[spec.from % pool.senders.length];
  if (from === undefined) throw new RangeError('a pool has senders');
  const next = chain.useNonce(from.address);
  const authorizationList = authorizations(delegationsOf(spec, fork), site);
  const tip = BigInt(spec.tip) * GWEI;
  const called = content(spec, txIndex, site);
  const accessList = spec.accessList.map(({ at, slots }) => ({
    address: pool.addressOf(at),
    storageKeys: slots.map((slot) => word(slot)),
  }));
  const least = intrinsicGas({
    input: called.input ?? '0x',
    isCreation: called.to === null,
    accounts: accessList.length,
    slots: accessList.reduce((sum, { storageKeys }) => sum + storageKeys.length, 0),
    authorisations: authorizationList.length,
  });
  return chain.transaction(from, {
    gas: FIXED.includes(spec.gas) ? GAS[spec.gas] : least + GAS[spec.gas],
    value: spec.wei === 'too-much' ? TOO_MUCH : BigInt(spec.wei),
    ...called,
    nonce: { next, gap: next + 1n, again: next === 0n ? next + 2n : next - 1n }[spec.nonce],
    gasPrice: tip + (isFrom(fork, 'London') ? BASE_FEE : 0n),
    maxPriorityFeePerGas: tip,
    type: typeOf(spec, fork),
    authorizationList,
    accessList,
    maxFeePerBlobGas: BLOB_PRICE_MAX,
    blobVersionedHashes: pool.blobHashes(spec.blobs),
  });
}

function content(
  { action, program: whole, isWitnessed }: TransactionSpec,
  txIndex: number,
  { chain, pool, fork }: Site,
): Pick<TransactionRequest, 'to' | 'input'> & Partial<TransactionRequest> {
  const { addressOf } = pool;
  const known = isFrom(fork, 'Cancun') ? whole : without(whole, isSinceCancun);
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
    case 'request':
      return isFrom(fork, 'Prague')
        ? requestCall(action.request, action.detail)
        : { to: addressOf(0) };
    case 'edge':
      throw new RangeError('an edge is a transaction of its own');
    default:
      return action satisfies never;
  }
}

function authorizations(
  delegations: readonly Delegation[],
  { chain, pool }: Site,
): Authorization[] {
  const signers = [pool.authority, ...pool.senders, pool.keyed];
  return delegations.flatMap(({ authority, to, chain: signedFor, isHigh }) => {
    const signer = signers[authority % signers.length];
    if (signer === undefined) return [];
    const authorization = chain.authorize(signer, {
      address: to === null ? NO_DELEGATION : pool.addressOf(to),
      ...(signedFor !== undefined && { chainId: CHAIN_IDS[signedFor] }),
    });
    return [isHigh === true ? withHighS(authorization) : authorization];
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
  const { action } = spec;
  const type = spec.type === 0 && spec.accessList.length > 0 ? 1 : spec.type;
  if (delegationsOf(spec, fork).length > 0) return '0x4';
  if (type === 3 && isFrom(fork, 'Cancun') && action.kind !== 'creation') return '0x3';
  if (type === 1) return '0x1';
  return type === 0 || !isFrom(fork, 'London') ? '0x0' : '0x2';
}

function isSinceCancun(operation: Operation): boolean {
  if (operation.op === 'context') return BLOB_CONTEXTS.includes(operation.what);
  return TRANSIENT.includes(operation.op);
}

/** A program without some operations, at any depth. */
function without(program: Program, left: (operation: Operation) => boolean): Program {
  return program
    .filter((operation) => !left(operation))
    .map((operation) => {
      if (operation.op === 'call') return { ...operation, body: without(operation.body, left) };
      if (operation.op !== 'if') return operation;
      return { ...operation, yes: without(operation.yes, left), no: without(operation.no, left) };
    });
}
