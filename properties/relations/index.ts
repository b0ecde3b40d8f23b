/**
 * All metamorphic relations.
 *
 * Owns the list: each is a law of a pursuit under its name.
 */
import { insertion } from './insertion.ts';
import type { Relation } from './relation.ts';
import { reordering } from './reordering.ts';
import { skipping } from './skipping.ts';
import { splitting } from './splitting.ts';

/** By name. */
export const RELATIONS: readonly Relation[] = [skipping, splitting, reordering, insertion];
