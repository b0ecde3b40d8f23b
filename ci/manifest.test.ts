/**
 * What package.json and its lock file promise: the same packages everywhere, and files that exist.
 *
 * Owns the checks of exact versions, of a complete lock file and of the addresses of the package.
 * Which package may be imported where is a rule of the self-lint.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importsOf, packageOf } from '#ci/tidy/imports.js';
import { readTree } from '#ci/tidy/tree.js';

interface Manifest {
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  /** Packages of other people's engines: whoever wants to certify one installs it. */
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lock: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);

/** The source that a compiled file comes from. */
function sourceOf(output: string): string {
  return output.replace(/^(?:\.\/)?dist\//, '').replace(/(?:\.d\.ts|\.js)$/, '.ts');
}

describe('versions', () => {
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

  test.each(wanted)('%s is wanted as exactly %s', (_, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test.each(wanted)('%s is locked as %s', (name, version) => {
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
  });
});

describe('the lock file', () => {
  const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

  test('knows the packages of every platform, else `npm ci` refuses it', () => {
    const optional = locked.flatMap(([, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies),
    );
    const known = new Set(locked.map(([path]) => path.replace(/^.*node_modules\//, '')));
    expect(optional.length).toBeGreaterThan(0);
    expect(optional.filter((name) => !known.has(name))).toEqual([]);
  });

  test('does not say from which host a package comes', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

describe('the package', () => {
  const isShipped = (path: string): boolean =>
    !manifest.files.some((entry) => `!dist/${path}`.startsWith(`${entry}/`));
  const shipped = readTree('.').filter(({ kind, path }) => kind === 'source' && isShipped(path));
  const imported = shipped.flatMap((file) =>
    importsOf(file).map(({ specifier }) => ({ path: file.path, specifier })),
  );

  test('ships no module that imports what its users do not get', () => {
    const given = { ...manifest.dependencies, ...manifest.peerDependencies };
    const missing = imported.filter(({ specifier }) => {
      const name = packageOf(specifier);
      return name !== null && !name.startsWith('node:') && !(name in given);
    });
    expect(imported.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  test('ships no module that imports one that it leaves out', () => {
    const missing = imported.filter(
      ({ specifier }) => specifier.startsWith('#') && !isShipped(specifier.slice(1)),
    );
    expect(missing).toEqual([]);
  });
});

describe('addresses', () => {
  test('each command has a source that starts with a shebang', () => {
    const commands = Object.values(manifest.bin).map(sourceOf);
    expect(commands).not.toEqual([]);
    for (const path of commands) {
      expect(readFileSync(path, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    }
  });

  test('each export has a source', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [] : Object.values(target),
    );
    expect(targets).not.toEqual([]);
    expect(targets.map(sourceOf).filter((path) => !existsSync(path))).toEqual([]);
  });

  test('each import alias means the compiled folder of its own name', () => {
    for (const [alias, target] of Object.entries(manifest.imports)) {
      expect(target).toBe(`./dist/${alias.slice(1)}`);
    }
  });
});
