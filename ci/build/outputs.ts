/**
 * What may lie in `dist`, and how the rest is swept out.
 *
 * The compiler emits everything it checks and forgets what it emitted once a source is deleted.
 * This module removes outputs of deleted sources, of tests and of tool configuration, and marks the
 * package's commands executable. It never compiles.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What one sweep did; both lists are sorted paths relative to the project's root. */
export interface Swept {
  readonly removed: readonly string[];
  readonly executable: readonly string[];
}

const OUTPUT = /\.(?:js|js\.map|d\.ts)$/;
const NOT_SHIPPED = /\.(?:test|config)$/;

/** Whether an output, relative to `dist`, comes from a source that exists and belongs in `dist`. */
export function isWanted(output: string, sourceExists: (path: string) => boolean): boolean {
  if (!OUTPUT.test(output)) return output === '.tsbuildinfo';
  const stem = output.replace(OUTPUT, '');
  return !NOT_SHIPPED.test(stem) && sourceExists(`${stem}.ts`);
}

/**
 * Sweeps `root/dist` and sets the executable bit on the commands that `root/package.json` names.
 * Throws what the file system throws.
 */
export function sweep(root: string): Swept {
  const dist = join(root, 'dist');
  const removed: string[] = [];
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const output = join(entry.parentPath, entry.name)
      .slice(dist.length + 1)
      .replaceAll('\\', '/');
    if (isWanted(output, (path) => existsSync(join(root, path)))) continue;
    // Another build may sweep the same file at the same moment; that is no failure.
    rmSync(join(dist, output), { force: true });
    removed.push(`dist/${output}`);
  }
  const executable = commandsOf(root).filter((path) => existsSync(join(root, path)));
  for (const path of executable) chmodSync(join(root, path), 0o755);
  return { removed: removed.sort(), executable: executable.sort() };
}

function commandsOf(root: string): string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('bin' in manifest)) return [];
  const bin: unknown = manifest.bin;
  if (typeof bin !== 'object' || bin === null) return [];
  return Object.values(bin).filter((target) => typeof target === 'string');
}
