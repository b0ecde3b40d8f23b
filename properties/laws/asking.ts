/**
 * Relations put to engines by tests.
 *
 * Owns how an engine is asked, and that what is found broken fails a test in its words.
 */
import type { Engine } from '#engine/api/index.js';
import type { Ask, Finding } from '../relations/relation.ts';

/** An engine that is asked as it is. */
export function askOf(engine: Engine): Ask {
  return (block, preState, options) => engine.execute(block, preState, options);
}

/** An engine that is asked about valid blocks only: it must accept them, or the test fails. */
export function askValid(engine: Engine, name: string): Ask {
  return async (block, preState, options) => {
    const result = await engine.execute(block, preState, options);
    if (result.status === 'accepted') return result;
    throw new Error(`${name}: rejected, ${result.rejection.reason}`);
  };
}

/** Throws where a relation is broken; returns whether there was something to look at. */
export function holds(name: string, finding: Finding): boolean {
  if (finding.kind === 'broken') throw new Error(`${name}: ${finding.words}`);
  return finding.kind === 'held';
}
