/**
 * Coverage per folder against its floor.
 *
 * Adds up what c8 counted in the files of a folder and compares shares with the row of
 * `floors.json`; the deepest row wins. It does not measure and does not read files. A row that saw
 * no file, and a file that no row sees, are failures: a floor under nothing holds nothing.
 */

/** How many of something there are, and how many of these ran. */
export interface Count {
  readonly total: number;
  readonly covered: number;
}

/** What c8 counted in one file; `path` is relative to the repository's root. */
export interface FileCoverage {
  readonly path: string;
  readonly lines: Count;
  readonly branches: Count;
}

/** The least share, in percent, of lines and of branches that must run. */
export interface Floor {
  readonly lines: number;
  readonly branches: number;
}

/** One folder judged. Shares are in percent, rounded down to a tenth. */
export interface FolderCoverage {
  readonly folder: string;
  readonly files: number;
  readonly lines: number;
  readonly branches: number;
  readonly floor: Floor;
  readonly holds: boolean;
}

/** The verdict on all folders, and the files that no floor sees. */
export interface Judgement {
  readonly folders: readonly FolderCoverage[];
  readonly homeless: readonly string[];
  readonly holds: boolean;
}

/** Judges files by the floors, which map a folder to its floor. */
export function judge(
  files: readonly FileCoverage[],
  floors: Readonly<Record<string, Floor>>,
): Judgement {
  const rowOf = (path: string): string | undefined =>
    Object.keys(floors)
      .filter((folder) => path.startsWith(`${folder}/`))
      .sort((a, b) => b.length - a.length)[0];
  const folders = Object.entries(floors).map(([folder, floor]) => {
    const own = files.filter(({ path }) => rowOf(path) === folder);
    const lines = share(own.map((file) => file.lines));
    const branches = share(own.map((file) => file.branches));
    const holds = own.length > 0 && lines >= floor.lines && branches >= floor.branches;
    return { folder, files: own.length, lines, branches, floor, holds };
  });
  const homeless = files.filter(({ path }) => rowOf(path) === undefined).map(({ path }) => path);
  return { folders, homeless, holds: homeless.length === 0 && folders.every((row) => row.holds) };
}

/** Whether a compiled module holds types only: it is never loaded, so it can never be covered. */
export function isTypesOnly(compiled: string): boolean {
  const code = compiled.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  return code.replace(/export\s*\{\s*\};?/g, '').trim() === '';
}

function share(counts: readonly Count[]): number {
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const covered = counts.reduce((sum, count) => sum + count.covered, 0);
  // A folder without a branch has no branch that did not run.
  return total === 0 ? 100 : Math.floor((1000 * covered) / total) / 10;
}
