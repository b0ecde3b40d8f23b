/** Multi-version memory against a model that looks at every transaction anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Address, Bytes32 } from '#engine/api/index.js';
import {
  emptiness,
  existence,
  factHolds,
  removability,
  substance,
} from '#engine/memory/factCheck.js';
import { readAccount } from '#engine/memory/memoryAccount.js';
import { MVMemory, allocateMemory } from '#engine/memory/mvMemory.js';
import {
  ACCOUNT,
  CODE,
  FACT,
  LOCATION,
  SETTLED,
  SLOT as SLOT_RECORD,
  VERSION,
} from '#engine/memory/records.js';
import type { Resolved } from '#engine/memory/resolve.js';
import { NUMBER_WORDS } from '#engine/memory/numbers.js';
import { Arena, ArenaFull, createArenaBuffer } from '#engine/primitives/arena.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';
import type { Fact } from '#engine/primitives/facts.js';
import type { Write } from '#engine/primitives/writes.js';
import { CommittedState } from '#engine/state/committedState.js';
import { keccak256 } from '#engine/state/keccak.js';
import { bytesToHex } from '#engine/primitives/bytes.js';

const RICH: Address = `0x${'aa'.repeat(20)}`;
const ABSENT: Address = `0x${'bb'.repeat(20)}`;
const EMPTY: Address = `0x${'cc'.repeat(20)}`;
const ADDRESSES = [RICH, ABSENT, EMPTY] as const;
const SLOT: Bytes32 = `0x${'00'.repeat(31)}07`;
const CODE_BYTES = Uint8Array.of(0x60, 0x01);
const CODE_HASH = bytesToHex(keccak256(CODE_BYTES));
const TX_COUNT = 5;

const BASE = new CommittedState({
  [RICH]: { balance: '0x64', nonce: '0x3', storage: { [SLOT]: `0x${'00'.repeat(31)}09` } },
  [EMPTY]: { balance: '0x0' },
});

function fresh(bytes = 1 << 16): { memory: MVMemory; arena: Arena } {
  const arena = new Arena(createArenaBuffer(bytes, 1 << 22));
  return { arena, memory: new MVMemory(arena, allocateMemory(arena, TX_COUNT), BASE) };
}

/** What one transaction last did. */
interface Entry {
  readonly writes: readonly Write[];
  readonly isEstimate: boolean;
}

type Model = (Entry | undefined)[];

const address = fc.constantFrom(...ADDRESSES);

const accountWrites: fc.Arbitrary<Write[]> = fc.oneof(
  fc
    .record({ address })
    .map(({ address: of }): Write[] => [{ kind: 'lifecycle', address: of, event: 'destroyed' }]),
  fc
    .record({
      address,
      isCreated: fc.boolean(),
      delta: fc.option(fc.bigInt(-20n, 20n)),
      nonce: fc.option(fc.bigInt(0n, 4n)),
      hasCode: fc.boolean(),
      slot: fc.option(fc.bigInt(0n, 3n)),
    })
    .map(({ address: of, isCreated, delta, nonce, hasCode, slot }) => {
      const writes: Write[] = [];
      if (isCreated) writes.push({ kind: 'lifecycle', address: of, event: 'created' });
      if (delta !== null) writes.push({ kind: 'balance', address: of, delta });
      if (nonce !== null) writes.push({ kind: 'nonce', address: of, value: nonce });
      if (hasCode) writes.push({ kind: 'code', address: of, hash: CODE_HASH, code: CODE_BYTES });
      if (slot !== null) writes.push({ kind: 'storage', address: of, slot: SLOT, value: slot });
      return writes;
    }),
);

const writeSet = fc
  .uniqueArray(accountWrites, { maxLength: 3, selector: (writes) => writes[0]?.address })
  .map((accounts) => accounts.flat());

const operation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ tx: fc.nat(TX_COUNT - 1), writes: writeSet }) },
  { weight: 1, arbitrary: fc.record({ estimate: fc.nat(TX_COUNT - 1) }) },
);

type Operation = { readonly tx: number; readonly writes: Write[] } | { readonly estimate: number };

/** Does the same to memory and model. */
function run(operations: readonly Operation[]): { memory: MVMemory; model: Model } {
  const { memory } = fresh();
  const model: Model = [];
  for (const [incarnation, step] of operations.entries()) {
    if ('estimate' in step) {
      const entry = model[step.estimate];
      if (entry !== undefined) {
        memory.markEstimates(step.estimate);
        model[step.estimate] = { ...entry, isEstimate: true };
      }
    } else {
      const before = new Set(model[step.tx]?.writes.map(placeOf));
      const told = memory.publish({ txIndex: step.tx, incarnation }, [], step.writes);
      const isNew = step.writes.some((write) => !before.has(placeOf(write)));
      if (told !== isNew) throw new Error(`step ${String(incarnation)}: new location is ${told}`);
      model[step.tx] = { writes: step.writes, isEstimate: false };
    }
  }
  return { memory, model };
}

function placeOf(write: Write): string {
  return write.kind + write.address;
}

/** The model's answer: a walk down from the reader, transaction by transaction. */
function expected(
  model: Model,
  below: number,
  { of, kind }: { of: Address; kind: Exclude<Write['kind'], 'lifecycle'> },
): bigint | 'unready' {
  let sum = 0n;
  for (let tx = below - 1; tx >= 0; tx -= 1) {
    const entry = model[tx];
    const writes = entry?.writes.filter((write) => write.address === of) ?? [];
    const event = writes.find((write) => write.kind === 'lifecycle')?.event;
    const own = writes.find((write) => write.kind === kind);
    const concerns = own !== undefined || event !== undefined;
    if (concerns && entry?.isEstimate === true) return 'unready';
    if (own?.kind === 'balance') sum += own.delta;
    else if (own !== undefined) return valueOf(own);
    if (event === 'destroyed' || (event === 'created' && kind === 'storage')) {
      return kind === 'code' ? BigInt(EMPTY_CODE_HASH) : sum;
    }
  }
  const base = BASE.account(of);
  switch (kind) {
    case 'balance':
      return base.balance + sum;
    case 'nonce':
      return base.nonce;
    case 'code':
      return BigInt(base.codeHash);
    case 'storage':
      return BASE.slot(of, SLOT);
  }
}

function valueOf(write: Write): bigint {
  if (write.kind === 'code') return BigInt(write.hash);
  if (write.kind === 'nonce' || write.kind === 'storage') return write.value;
  throw new Error(`${write.kind} has no value`);
}

function plain<T>(resolved: Resolved<T>): T | 'unready' {
  return resolved.kind === 'ready' ? resolved.value : 'unready';
}

const SETTINGS = { numRuns: 300, seed: 20 };

describe('reads', () => {
  it('are what a walk down the transactions finds', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const { memory, model } = run(operations);
        const { resolver } = memory;
        for (const of of ADDRESSES) {
          for (let tx = 0; tx <= TX_COUNT; tx += 1) {
            const { balance, nonce, codeHash } = readAccount(resolver, tx, of);
            expect(plain(balance)).toBe(expected(model, tx, { of, kind: 'balance' }));
            expect(plain(nonce)).toBe(expected(model, tx, { of, kind: 'nonce' }));
            expect(plain(codeHash)).toBe(expected(model, tx, { of, kind: 'code' }));
            expect(plain(resolver.slot(tx, of, SLOT))).toBe(
              expected(model, tx, { of, kind: 'storage' }),
            );
          }
        }
      }),
      SETTINGS,
    );
  });
});

describe('the final state', () => {
  it('of writes read back and committed in order is what a reader above them sees', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const { memory, model } = run(operations.filter((step) => 'tx' in step));
        const richEnough = [...ADDRESSES].every((of) => lowest(model, of) >= 0n);
        fc.pre(richEnough);
        const state = new CommittedState(BASE.toAlloc());
        for (let tx = 0; tx < TX_COUNT; tx += 1) state.apply(memory.writesOf(tx));
        for (const of of ADDRESSES) {
          const { balance, nonce, codeHash } = state.account(of);
          const seen = readAccount(memory.resolver, TX_COUNT, of);
          expect(plain(seen.balance)).toBe(balance);
          expect(plain(seen.nonce)).toBe(nonce);
          expect(plain(seen.codeHash)).toBe(BigInt(codeHash));
          expect(plain(memory.resolver.slot(TX_COUNT, of, SLOT))).toBe(state.slot(of, SLOT));
        }
      }),
      SETTINGS,
    );
  });
});

function lowest(model: Model, of: Address): bigint {
  let least = 0n;
  for (let tx = 0; tx <= TX_COUNT; tx += 1) {
    const balance = expected(model, tx, { of, kind: 'balance' });
    if (balance !== 'unready' && balance < least) least = balance;
  }
  return least;
}

/** The facts that are true of an account at an index, when it is ready. */
function factsAt({ resolver }: MVMemory, tx: number, of: Address): Fact[] {
  const account = resolver.locations.account(of);
  const fields = substance(resolver, tx, account);
  const keepsBase = resolver.keepsBase(tx, account);
  const facts: Fact[] = [];
  const balance = plain(fields.balance);
  const nonce = plain(fields.nonce);
  const value = plain(resolver.slot(tx, of, SLOT));
  const empty = plain(emptiness(fields));
  const exists = plain(existence(keepsBase, fields));
  const removable = plain(removability(keepsBase, fields));
  const storage = plain(resolver.hasStorage(tx, account));
  if (balance !== 'unready') {
    facts.push({ kind: 'balance', address: of, value: balance });
    facts.push({ kind: 'balance-at-least', address: of, amount: 7n, holds: balance >= 7n });
  }
  if (nonce !== 'unready') facts.push({ kind: 'nonce', address: of, value: nonce });
  if (value !== 'unready') facts.push({ kind: 'storage', address: of, slot: SLOT, value });
  if (empty !== 'unready') facts.push({ kind: 'empty', address: of, holds: empty });
  if (exists !== 'unready') facts.push({ kind: 'exists', address: of, holds: exists });
  if (removable !== 'unready') facts.push({ kind: 'removable', address: of, holds: removable });
  if (storage !== 'unready') facts.push({ kind: 'has-storage', address: of, holds: storage });
  return facts;
}

function falsified(fact: Fact): Fact {
  switch (fact.kind) {
    case 'balance':
    case 'nonce':
    case 'storage':
      return { ...fact, value: fact.value + 1n };
    case 'code':
      return { ...fact, hash: fact.hash === CODE_HASH ? EMPTY_CODE_HASH : CODE_HASH };
    case 'balance-at-least':
    case 'empty':
    case 'exists':
    case 'has-storage':
    case 'removable':
      return { ...fact, holds: !fact.holds };
  }
}

describe('facts', () => {
  it('that are true hold, their opposites do not, and both survive registration', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const { memory, model } = run(operations);
        const tx = TX_COUNT - 1;
        for (const of of ADDRESSES) {
          for (const fact of factsAt(memory, tx, of)) {
            expect(factHolds(memory.resolver, tx, fact)).toBe(true);
            expect(factHolds(memory.resolver, tx, falsified(fact))).toBe(false);
          }
        }
        const facts = ADDRESSES.flatMap((of) => factsAt(memory, tx, of));
        memory.publish({ txIndex: tx, incarnation: 99 }, facts, model[tx]?.writes ?? []);
        expect(memory.readsOf(tx)).toHaveLength(facts.length);
        expect(memory.readsOf(tx)).toEqual(expect.arrayContaining(facts));
        expect(memory.holds(tx)).toBe(true);
      }),
      SETTINGS,
    );
  });

  it('are found by who writes below them, until their transaction reads anew', () => {
    const { memory } = fresh();
    const fact: Fact = { kind: 'empty', address: RICH, holds: false };
    memory.publish({ txIndex: 3, incarnation: 0 }, [fact], []);
    for (const write of [
      { kind: 'balance', address: RICH, delta: 1n },
      { kind: 'nonce', address: RICH, value: 9n },
      { kind: 'lifecycle', address: RICH, event: 'destroyed' },
    ] as const) {
      memory.publish({ txIndex: 1, incarnation: 0 }, [], [write]);
      expect(memory.readersOf(1)).toEqual([{ txIndex: 3, fact }]);
    }
    memory.publish(
      { txIndex: 4, incarnation: 0 },
      [],
      [{ kind: 'nonce', address: RICH, value: 1n }],
    );
    expect(memory.readersOf(4)).toEqual([]);
    memory.publish({ txIndex: 3, incarnation: 1 }, [], []);
    expect(memory.readersOf(1)).toEqual([]);
  });
});

describe('the arena', () => {
  it('grows under a memory that is used', () => {
    const { memory, arena } = fresh(8_192);
    const before = arena.buffer.byteLength;
    for (let i = 0; i < 400; i += 1) {
      const slot: Bytes32 = `0x${i.toString(16).padStart(64, '0')}`;
      const write: Write = { kind: 'storage', address: RICH, slot, value: BigInt(i) };
      memory.publish({ txIndex: 0, incarnation: i }, [], [write]);
    }
    expect(arena.buffer.byteLength).toBeGreaterThan(before);
    expect(memory.writesOf(0)).toHaveLength(1);
  });

  it('that is full says so', () => {
    const arena = new Arena(createArenaBuffer(64, 64));
    expect(() => arena.allocate(100)).toThrow(ArenaFull);
  });

  it('has records as large as what they hold', () => {
    expect(ACCOUNT.fields).toBe(ACCOUNT.key + ACCOUNT.keyWords);
    expect(ACCOUNT.isLoaded).toBe(ACCOUNT.fields + 4 * LOCATION.words);
    expect(ACCOUNT.words).toBe(ACCOUNT.isLoaded + 1);
    expect(SLOT_RECORD.key).toBe(LOCATION.account);
    expect(SLOT_RECORD.slot).toBe(LOCATION.words);
    expect(SLOT_RECORD.link).toBe(SLOT_RECORD.slot + SLOT_RECORD.slotWords);
    expect(SLOT_RECORD.link).toBe(SLOT_RECORD.key + SLOT_RECORD.keyWords);
    expect(SLOT_RECORD.isLoaded).toBe(SLOT_RECORD.link + 1);
    expect(SLOT_RECORD.words).toBe(SLOT_RECORD.isLoaded + 1);
    expect(VERSION.words).toBe(VERSION.value + NUMBER_WORDS);
    expect(FACT.words).toBe(FACT.operand + NUMBER_WORDS);
    expect(SETTLED.words).toBe(SETTLED.balance + NUMBER_WORDS);
    expect(CODE.bytes).toBe(CODE.hash + NUMBER_WORDS);
  });
});

describe('code', () => {
  it('that a transaction wrote is found by its hash, other code is not', () => {
    const { memory } = fresh();
    const write: Write = { kind: 'code', address: ABSENT, hash: CODE_HASH, code: CODE_BYTES };
    memory.publish({ txIndex: 0, incarnation: 0 }, [], [write]);
    expect(memory.code(CODE_HASH)).toEqual(CODE_BYTES);
    expect(memory.code(EMPTY_CODE_HASH)).toBeNull();
  });
});
