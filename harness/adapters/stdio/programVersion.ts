/**
 * What a program says of its version.
 *
 * Owns the question, `--version`, and its limits. No shell sees the command.
 */
import { execFile } from 'node:child_process';
import { printable } from '../../input/printable.ts';

const OUTPUT_BYTES_MAX = 64 * 1024;
const MILLISECONDS_MAX = 10_000;
const LENGTH_MAX = 100;

/** Its first line; `unknown` of one that has none. Rejects where there is no such program. */
export async function programVersion(program: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const limits = { maxBuffer: OUTPUT_BYTES_MAX, timeout: MILLISECONDS_MAX, windowsHide: true };
    const child = execFile(program, ['--version'], limits, (error, stdout) => {
      const [line = ''] = stdout.trim().split('\n');
      if (error?.code === 'ENOENT') reject(new Error(`there is no program ${printable(program)}`));
      else resolve(error === null && line !== '' ? printable(line, LENGTH_MAX) : 'unknown');
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end();
  });
}
