import { expect, test } from 'vitest';
import { type BlockSpec, PLAIN, type TransactionSpec } from '#generators/adversarial/blockSpec.js';
import type { Program } from '#generators/gadgets/operation.js';
import { minimise } from '#properties/power/minimise.js';

const read = (slot: number): Program[number] => ({ op: 'read', slot });

function transaction(program: Program, rest: Partial<TransactionSpec> = {}): TransactionSpec {
  return { ...PLAIN, action: { kind: 'compiled' }, program, ...rest };
}

const LARGE: BlockSpec = {
  fork: 'Osaka',
  beneficiary: 3,
  withdrawals: [{ to: 1, gwei: 2 }],
  transactions: Array.from({ length: 64 }, (_, index) =>
    transaction(
      [
        read(index),
        { op: 'if', slot: 1, equals: 2, yes: [read(7), read(index)], no: [read(8)] },
        read(9),
      ],
      { tip: 2, type: 1, from: 2 },
    ),
  ),
};

/** Whether a program reads a slot, wherever. */
function reads(program: Program, slot: number): boolean {
  return program.some((operation) => {
    if (operation.op === 'read') return operation.slot === slot;
    return operation.op === 'if' && (reads(operation.yes, slot) || reads(operation.no, slot));
  });
}

test('nothing is left but what shows it', async () => {
  let tries = 0;
  const small = await minimise(
    LARGE,
    ({ transactions }) => {
      tries += 1;
      const places = [17, 40].map((slot) =>
        transactions.findIndex(({ program, tip }) => tip === 2 && reads(program, slot)),
      );
      const [first = -1, second = -1] = places;
      return Promise.resolve(first >= 0 && second > first);
    },
    () => false,
  );

  expect(small).toEqual({
    fork: 'Osaka',
    beneficiary: null,
    withdrawals: [],
    transactions: [transaction([read(17)], { tip: 2 }), transaction([read(40)], { tip: 2 })],
  });
  expect(tries).toBeLessThan(300);
});

test('what shows it inside of an operation stays inside', async () => {
  const small = await minimise(
    { ...LARGE, transactions: LARGE.transactions.slice(0, 2) },
    ({ transactions }) =>
      Promise.resolve(
        transactions.some(({ program }) =>
          program.some(({ op, ...rest }) => op === 'if' && 'no' in rest && reads(rest.no, 8)),
        ),
      ),
    () => false,
  );

  expect(small.transactions).toEqual([
    transaction([{ op: 'if', slot: 1, equals: 2, yes: [], no: [read(8)] }]),
  ]);
});

test('what is over is given as it is by then', async () => {
  let tries = 0;
  const small = await minimise(
    LARGE,
    () => Promise.resolve(true),
    () => (tries += 1) > 2,
  );

  expect(small.transactions).toHaveLength(32);
});
