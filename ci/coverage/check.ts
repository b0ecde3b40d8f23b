/**
 * The last step of `npm run cover`: reads c8's summary, prints a row per folder, fails below a
 * floor.
 *
 * Runs from the repository's root after c8 has written `coverage/coverage-summary.json`. The
 * judgement itself is `floors.ts`; the floors are `floors.json`.
 */
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { judge, isTypesOnly, type Count, type FileCoverage, type Floor } from './floors.ts';

const SUMMARY = 'coverage/coverage-summary.json';
const FLOORS = 'ci/coverage/floors.json';

function readObject(path: string): Readonly<Record<string, unknown>> {
  return asObject(JSON.parse(readFileSync(path, 'utf8')), path);
}

function asObject(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(`${where}: not an object`);
  return Object.fromEntries(Object.entries(value));
}

function asNumber(value: unknown, where: string): number {
  if (typeof value !== 'number') throw new Error(`${where}: not a number`);
  return value;
}

function countAt(file: Readonly<Record<string, unknown>>, kind: string, path: string): Count {
  const count = asObject(file[kind], `${path}: ${kind}`);
  return {
    total: asNumber(count['total'], `${path}: ${kind}.total`),
    covered: asNumber(count['covered'], `${path}: ${kind}.covered`),
  };
}

function readFiles(): readonly FileCoverage[] {
  return Object.entries(readObject(SUMMARY)).flatMap(([absolute, counts]) => {
    if (absolute === 'total') return [];
    const path = relative('.', absolute).replaceAll(sep, '/');
    if (isTypesOnly(readFileSync(`dist/${path.replace(/\.ts$/, '.js')}`, 'utf8'))) return [];
    const file = asObject(counts, path);
    return [
      { path, lines: countAt(file, 'lines', path), branches: countAt(file, 'branches', path) },
    ];
  });
}

function readFloors(): Readonly<Record<string, Floor>> {
  const rows = Object.entries(readObject(FLOORS)).map(([folder, row]): [string, Floor] => {
    const floor = asObject(row, `${FLOORS}: ${folder}`);
    return [
      folder,
      {
        lines: asNumber(floor['lines'], `${FLOORS}: ${folder}.lines`),
        branches: asNumber(floor['branches'], `${FLOORS}: ${folder}.branches`),
      },
    ];
  });
  return Object.fromEntries(rows);
}

const { folders, homeless, holds } = judge(readFiles(), readFloors());
for (const { folder, files, lines, branches, floor, holds: isHeld } of folders) {
  const shares =
    `lines ${lines} % (floor ${floor.lines}), ` +
    `branches ${branches} % (floor ${floor.branches})`;
  console.log(`${isHeld ? 'ok  ' : 'LOW '} ${folder.padEnd(16)} ${files} files: ${shares}`);
}
for (const path of homeless) console.log(`LOW  ${path}: no floor in ${FLOORS} covers it`);
process.exitCode = holds ? 0 : 1;
