/**
 * In what an incarnation differs from the true one, in words.
 *
 * Owns the order of telling: what was read explains what was written, and both explain the outcome.
 */
import type { BodyResult } from '../lanes/body.ts';
import { factWords, writeWords } from './accessWords.ts';

/** What is compared. */
type Accesses = Pick<BodyResult<unknown>, 'reads' | 'writes'>;

/** The first difference of `made` from `truth`. */
export function effectWords(truth: Accesses, made: Accesses): string {
  return (
    difference('read', truth.reads.map(factWords), made.reads.map(factWords)) ??
    difference('wrote', truth.writes.map(writeWords), made.writes.map(writeWords)) ??
    'came to another outcome'
  );
}

function difference(
  verb: string,
  truth: readonly string[],
  made: readonly string[],
): string | null {
  const extra = made.find((words) => !truth.includes(words));
  const missing = truth.find((words) => !made.includes(words));
  if (extra === undefined) {
    return missing === undefined
      ? null
      : `did not ${verb === 'read' ? 'read' : 'write'} ${missing}`;
  }
  return `${verb} ${extra}${missing === undefined ? '' : `, in index order ${missing}`}`;
}
