/**
 * Hints from what an incarnation really read and wrote.
 *
 * Owns which locations a fact stands on. Facts about an account as a whole (is it empty, does it
 * exist) stand on its lifecycle here: on all fields they would seem to conflict with every payment.
 * Does not run anything.
 */
import type { Fact } from '../primitives/facts.ts';
import { unreachable } from '../primitives/invariant.ts';
import type { Place } from '../primitives/locations.ts';
import type { Write } from '../primitives/writes.ts';
import type { Incarnation } from '../evm/executor.ts';
import {
  type HintGrade,
  type HintSource,
  HintWriter,
  type Hints,
  fieldPlace,
  slotPlace,
} from './hint.ts';

/** The reads and writes of an incarnation, as hints. */
export function accessHints(
  { reads, writes }: Pick<Incarnation, 'reads' | 'writes'>,
  { source, grade }: { readonly source: HintSource; readonly grade: HintGrade },
): Hints {
  const writer = new HintWriter(source, grade);
  for (const fact of reads) {
    writer.add(placeOfFact(fact), 'read', `the run read it (${fact.kind})`);
  }
  for (const write of writes) {
    if (write.kind === 'balance') writer.addDelta(placeOfWrite(write), 'the run moved ether');
    else writer.add(placeOfWrite(write), 'write', 'the run wrote it');
  }
  return writer.hints;
}

/** The location that a fact stands on. */
export function placeOfFact(fact: Fact): Place {
  const { address } = fact;
  switch (fact.kind) {
    case 'balance':
    case 'balance-at-least':
      return fieldPlace(address, 'balance');
    case 'nonce':
    case 'code':
      return fieldPlace(address, fact.kind);
    case 'storage':
      return slotPlace(address, fact.slot);
    case 'empty':
    case 'exists':
    case 'has-storage':
    case 'removable':
      return fieldPlace(address, 'lifecycle');
    default:
      return unreachable(fact);
  }
}

/** The location that a write changes. */
export function placeOfWrite(write: Write): Place {
  return write.kind === 'storage'
    ? slotPlace(write.address, write.slot)
    : fieldPlace(write.address, write.kind);
}
