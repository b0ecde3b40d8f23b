/**
 * Every rule of the self-lint, in the order in which a reader would ask.
 *
 * Architecture first, then size, then words. A rule that is not in this list does not run; knip
 * names an exported rule that nobody imports.
 */
import type { Rule } from '../rule.ts';
import { determinism } from './determinism.ts';
import { doors, namedExports } from './doors.ts';
import { functionLength, parameters } from './functions.ts';
import { exportsDocumented, headers } from './headers.ts';
import { layering } from './layering.ts';
import { fileNames, glossary } from './names.ts';
import { packages } from './packages.ts';
import { fileLength, lineLength } from './sizes.ts';
import { spelling } from './spelling.ts';
import { words } from './words.ts';

/** All rules. */
export const RULES: readonly Rule[] = [
  layering,
  packages,
  spelling,
  doors,
  namedExports,
  determinism,
  lineLength,
  fileLength,
  functionLength,
  parameters,
  headers,
  exportsDocumented,
  fileNames,
  glossary,
  words,
];
