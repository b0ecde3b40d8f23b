/**
 * Mutants of scheduler and memory, as suspects of a pursuit.
 *
 * Owns which compiled modules are mutated, which engines show what goes wrong in them, and the
 * form: exact text that stands in the module once, as a saboteur has it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildName } from '#properties/power/builds.js';
import { type Suspect, USUAL_FORKS } from '#properties/power/suspects.js';
import type { Edit } from '#properties/saboteurs/saboteur.js';
import { ENGINE_FOLDER } from '#properties/saboteurs/workshop.js';
import { type Mutation, mutationsOf } from './operators.ts';

/** A mutant. */
export interface Alteration extends Suspect {
  /** Where, and what became what. */
  readonly words: string;
}

const ALL: readonly BuildName[] = ['block-stm', 'v1', 'v2'];
const WAITING: readonly BuildName[] = ['block-stm-suspending', 'v2'];

/** Modules, and the engines that they are mutated for. */
const MODULES: Readonly<Record<string, readonly BuildName[]>> = {
  'schedulers/blockStm.js': ['block-stm', 'block-stm-suspending'],
  'schedulers/handedTasks.js': ['block-stm'],
  'schedulers/multiRound.js': ['v1'],
  'schedulers/roundState.js': ['v1'],
  'schedulers/partitionTable.js': ['v1-hinted'],
  'schedulers/asynchronous.js': ['v2', 'v2-hinted'],
  'schedulers/rowTables.js': ['v2'],
  'schedulers/senderOrder.js': ['v1', 'v2'],
  'schedulers/fibreSlots.js': WAITING,
  'schedulers/status.js': ALL,
  'memory/versionChains.js': ALL,
  'memory/recordIndex.js': ALL,
  'memory/resolve.js': ALL,
  'memory/readSets.js': ALL,
  'memory/factCheck.js': ALL,
  'memory/finalPrefix.js': ALL,
  'memory/mvMemory.js': ALL,
  'lanes/laneMachine.js': ALL,
};

/** What only an inconsistent engine runs: checks of its own, and what they say. */
const UNREACHED = /assertConsistent|fingerprint|InvariantError|unreachable\(|throw new/;

/** All mutants, in the order of modules. */
export function allAlterations(): readonly Alteration[] {
  return Object.entries(MODULES).flatMap(([file, builds]) => {
    const source = readFileSync(join(ENGINE_FOLDER, file), 'utf8');
    return mutationsOf(file, source)
      .filter(({ start }) => !UNREACHED.test(lineAt(source, start)))
      .map((mutation, index) => alterationOf({ file, source, mutation, index }, builds));
  });
}

interface Spot {
  readonly file: string;
  readonly source: string;
  readonly mutation: Mutation;
  readonly index: number;
}

/** The next of the module's engines each time: a mutation is tried on one. */
function alterationOf(spot: Spot, builds: readonly BuildName[]): Alteration {
  const { file, source, mutation, index } = spot;
  const build = builds[index % builds.length] ?? 'block-stm';
  const line = source.slice(0, mutation.start).split('\n').length;
  const { operator } = mutation;
  const text = lineAt(source, mutation.start).trim();
  return {
    id: `${build}/${file}:${line}/${index}`,
    build,
    edits: [editOf(spot)],
    defect: null,
    forks: USUAL_FORKS,
    words: `${file}:${line} ${operator}: ${text}`,
  };
}

function lineAt(source: string, position: number): string {
  const start = source.lastIndexOf('\n', position - 1) + 1;
  const end = source.indexOf('\n', position);
  return source.slice(start, end < 0 ? source.length : end);
}

/** The mutation with as much of the text around it as makes it the only one of its kind. */
function editOf({ file, source, mutation }: Spot): Edit {
  const { start, end, replacement } = mutation;
  for (let around = 8; ; around *= 2) {
    const [from, to] = [Math.max(0, start - around), Math.min(source.length, end + around)];
    const find = source.slice(from, to);
    if (source.indexOf(find) !== source.lastIndexOf(find)) continue;
    const replace = `${source.slice(from, start)}${replacement}${source.slice(end, to)}`;
    return { file, find, replace };
  }
}
