/**
 * The smallest block that still shows what a block has shown.
 *
 * Delta debugging (Zeller and Hildebrandt, 2002) on descriptions: any part of a description is one,
 * since nothing derived is in it. First transactions are taken out, halves, quarters, one by one;
 * then operations of their programs; then all that is special is made plain. Repeated until nothing
 * gives way any more or the time is over.
 */
import type { BlockSpec, TransactionSpec } from '#generators/adversarial/blockSpec.js';
import { PLAIN } from '#generators/adversarial/blockSpec.js';
import type { Operation, Program } from '#generators/gadgets/operation.js';

/** Whether a description still shows it. Never rejects. */
export type Shows = (spec: BlockSpec) => Promise<boolean>;

/** Tries smaller and smaller descriptions; `isOver` ends it early. Resolves with the smallest. */
export async function minimise(
  spec: BlockSpec,
  shows: Shows,
  isOver: () => boolean,
): Promise<BlockSpec> {
  let best = spec;
  const tryOut = async (smaller: BlockSpec): Promise<boolean> => {
    if (isOver() || !(await shows(smaller))) return false;
    best = smaller;
    return true;
  };
  for (let size = -1; size !== sizeOf(best) && !isOver();) {
    size = sizeOf(best);
    await fewest(best.transactions, (transactions) => tryOut({ ...best, transactions }));
    await fewest(best.withdrawals, (withdrawals) => tryOut({ ...best, withdrawals }));
    await plainer(() => best, tryOut);
  }
  return best;
}

/** How much a description says, to see whether a round has made it say less. */
function sizeOf(spec: BlockSpec): number {
  return JSON.stringify(spec).length;
}

/** Takes out parts of a list, large ones first, for as long as `holds` with the rest. */
async function fewest<Item>(
  items: readonly Item[],
  holds: (fewer: readonly Item[]) => Promise<boolean>,
): Promise<void> {
  let rest = items;
  for (let width = Math.ceil(items.length / 2); width > 0; width = halved(width)) {
    for (let at = 0; at < rest.length;) {
      const fewer = rest.toSpliced(at, width);
      if (await holds(fewer)) rest = fewer;
      else at += width;
    }
  }
}

function halved(width: number): number {
  return width === 1 ? 0 : Math.ceil(width / 2);
}

async function plainer(
  best: () => BlockSpec,
  tryOut: (smaller: BlockSpec) => Promise<boolean>,
): Promise<void> {
  await tryOut({ ...best(), beneficiary: null });
  for (const at of best().transactions.keys()) {
    const change = (part: Partial<TransactionSpec>): Promise<boolean> => {
      const transactions = best().transactions.map((one, place) =>
        place === at ? { ...one, ...part } : one,
      );
      return tryOut({ ...best(), transactions });
    };
    await fewestOperations(best().transactions[at]?.program ?? [], (program) =>
      change({ program }),
    );
    for (const key of Object.keys(PLAIN)) {
      const part = Object.fromEntries(Object.entries(PLAIN).filter(([name]) => name === key));
      const now = best().transactions[at];
      if (now === undefined || JSON.stringify({ ...now, ...part }) === JSON.stringify(now))
        continue;
      await change(part);
    }
  }
}

/** As `fewest`; then of what is left, what it contains instead of it, or fewer in it. */
async function fewestOperations(
  program: Program,
  holds: (fewer: Program) => Promise<boolean>,
): Promise<void> {
  let rest = program;
  await fewest(program, async (fewer) => {
    const held = await holds(fewer);
    if (held) rest = fewer;
    return held;
  });
  // What it contains in its place; the last first, so that places before it stay what they are.
  for (const [at, operation] of [...rest.entries()].reverse()) {
    for (const part of partsOf(operation)) {
      const changed = rest.toSpliced(at, 1, ...part.program);
      if (rest[at] === operation && (await holds(changed))) rest = changed;
    }
  }
  for (const [at, operation] of rest.entries()) {
    for (const place of partsOf(operation).keys()) {
      const part = partsOf(rest[at] ?? operation)[place];
      if (part === undefined) continue;
      await fewestOperations(part.program, async (fewer) => {
        const changed = rest.with(at, part.withOther(fewer));
        const held = await holds(changed);
        if (held) rest = changed;
        return held;
      });
    }
  }
}

/** Programs inside of an operation, and the operation with another in its place. */
function partsOf(operation: Operation): readonly {
  readonly program: Program;
  readonly withOther: (other: Program) => Operation;
}[] {
  if (operation.op === 'call') {
    return [{ program: operation.body, withOther: (body) => ({ ...operation, body }) }];
  }
  if (operation.op !== 'if') return [];
  return [
    { program: operation.yes, withOther: (yes) => ({ ...operation, yes }) },
    { program: operation.no, withOther: (no) => ({ ...operation, no }) },
  ];
}
