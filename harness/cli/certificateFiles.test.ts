/** Files of a certificate: refused before anything runs, and each kept whatever comes of others. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCertificateFiles, keepCertificate } from '#harness/cli/certificateFiles.js';
import { certificateCommand } from '#harness/cli/commands/certificateCommand.js';
import type { CommonFlags } from '#harness/cli/flags.js';
import { openSession, type Session } from '#harness/cli/session.js';
import { readCertificateFile } from '#harness/input/certificateFile.js';
import { seal } from '#harness/certify/seal.js';

const KEPT = fileURLToPath(new URL('../../fixtures/certificates/edr.json', import.meta.url));
const { certificate } = readCertificateFile(KEPT);
const CERTIFIED = { certificate, cases: [] };

const folder = mkdtempSync(join(tmpdir(), 'lockstep-files-'));
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  mkdirSync(at('folder'));
  writeFileSync(at('file'), '');
  symlinkSync(folder, at('again'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Listening {
  readonly session: Session;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** A session whose words are remembered. */
function listen(flags: CommonFlags = {}): Listening {
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said) => ({
    write: (text: string, taken?: () => void) => {
      said[name] += text;
      taken?.();
    },
  });
  const [stdout, stderr] = [stream('stdout'), stream('stderr')];
  const { signal } = new AbortController();
  const session = openSession(flags, { words: ['certify'], stdout, stderr, signal });
  return { session, stdout: () => said.stdout, stderr: () => said.stderr };
}

describe('before anything runs', () => {
  test.each([
    [{ certificate: at('folder') }, '--certificate: ', 'is a folder'],
    [{ badge: at('folder') }, '--badge: ', 'is a folder'],
    [{ junit: at('nowhere/j.xml') }, at('nowhere/j.xml'), 'cannot be written'],
    [{ junit: at('file/j.xml') }, at('file/j.xml'), 'cannot be written'],
    [{ certificate: at('z'), badge: at('z') }, '--badge: ', 'is the file of --certificate too'],
    [{ badge: at('z'), junit: at('folder/../z') }, '--junit: ', 'is the file of --badge too'],
    [{ badge: at('z'), junit: at('again/z') }, '--junit: ', 'is the file of --badge too'],
    [{ badge: at('file'), junit: at('again/file') }, '--junit: ', 'is the file of --badge too'],
    [{ known: at('file'), junit: at('file') }, '--junit: ', 'is the file of --known too'],
  ])('%j is refused', (flags, place, problem) => {
    expect(() => {
      checkCertificateFiles(flags, ['serial']);
    }).toThrow(problem);
    expect(() => {
      checkCertificateFiles(flags, ['serial']);
    }).toThrow(place);
  });

  test('three files in a folder that is there are not, one of them there already', () => {
    const flags = {
      certificate: at('c'),
      badge: at('file'),
      junit: at('folder/j'),
      known: at('k'),
    };
    checkCertificateFiles(flags, ['serial']);
    expect(existsSync(at('c'))).toBe(false);
  });
});

describe('at the end', () => {
  test('a file that cannot be written is said, and the others are kept', async () => {
    const { session, stdout } = listen();
    const flags = { certificate: at('gone/c.json'), badge: at('b.svg'), junit: at('j.xml') };
    await keepCertificate(session, flags, CERTIFIED);
    expect(readFileSync(at('b.svg'), 'utf8')).toContain('<svg');
    expect(readFileSync(at('j.xml'), 'utf8')).toContain('<testsuites>');
    expect(stdout()).toContain(`error: ${at('gone/c.json')}: cannot be written (ENOENT`);
    expect(stdout()).toContain(`badge: ${at('b.svg')}\n`);
    expect(stdout()).not.toContain(`certificate: ${at('gone/c.json')}`);
    await expect(session.finish({}, 0)).rejects.toThrow('c.json: cannot be written');
  });

  test('without the folder of --out the rest is kept and the result is printed', async () => {
    const { session, stdout, stderr } = listen({ json: true, out: at('out') });
    rmSync(at('out'), { recursive: true });
    session.say('one line');
    session.say('another');
    await keepCertificate(session, { certificate: at('c.json') }, CERTIFIED);
    await expect(session.finish({ verdict: 'pass' }, 0)).rejects.toThrow('cannot be written');
    expect(readCertificateFile(at('c.json')).certificate).toEqual(certificate);
    expect(stdout()).toBe('{"verdict":"pass"}\n');
    expect(stderr()).toContain('one line\n');
    expect(stderr()).toContain('another\n');
    expect(stderr().match(/log\.txt/g)).toHaveLength(1);
  });

  test('a fault of our own is not taken for one of the disk', () => {
    const { session } = listen();
    const fails = (): never => {
      throw new TypeError('ours');
    };
    expect(() => session.attempt(fails)).toThrow('ours');
  });
});

describe('two certificates', () => {
  const later = (change: object): string => {
    const file = at('later.json');
    const changed: typeof certificate = Object.assign({}, certificate, change);
    writeFileSync(file, JSON.stringify(seal(changed, { version: '1', command: 'lockstep' })));
    return file;
  };

  test.each([
    [{}, 0, ''],
    [{ blocks: certificate.blocks + 1 }, 0, ''],
    [{ blocks: 1 }, 2, `says less: fewer blocks are judged: 1, before ${certificate.blocks}\n`],
    [{ verdict: 'inconclusive' }, 1, 'the verdict is worse\n'],
    [{ verdict: 'fail', forks: [] }, 1, 'says less: nothing is judged under Prague any more\n'],
  ])('later %j ends with %i', async (change, exitCode, words) => {
    const { session, stdout } = listen();
    expect(await certificateCommand(session, KEPT, later(change))).toBe(exitCode);
    expect(stdout()).toContain(words);
    expect(/says less|worse/.test(stdout())).toBe(exitCode !== 0);
  });

  test('the reasons are a field of the result', async () => {
    const { session, stdout } = listen({ json: true });
    await certificateCommand(session, KEPT, later({ engine: 'other' }));
    const weaker = ['another engine is judged: other, before edr'];
    expect(JSON.parse(stdout())).toMatchObject({ isWorse: false, weaker });
  });
});
