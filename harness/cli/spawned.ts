/**
 * The real command as a child process, for tests.
 *
 * Owns starting it in a folder of its own and collecting what it says. Not part of the command.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

/** How a call ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder to call the command in. */
export class Workplace {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'lockstep-cli-'));

  /** Writes a file and returns its path as the command is given it. */
  write(name: string, content: string): string {
    writeFileSync(join(this.folder, name), content);
    return name;
  }

  /** What the command has written there. */
  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Calls the command; `onStart` may hold on to the process. */
  async call(words: readonly string[], onStart?: (child: ChildProcess) => void): Promise<Ended> {
    const { LOCKSTEP_FIXTURES: _unset, ...env } = process.env;
    // As a build server calls it: there colour libraries take CI for a terminal with colours.
    const child = spawn(process.execPath, [MAIN, ...words], {
      cwd: this.folder,
      env: { ...env, CI: 'true' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    onStart?.(child);
    return await new Promise((end) => {
      child.on('close', (code) => {
        end({ code, stdout, stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The object on the last line of stdout. */
export function lastLine(stdout: string): Readonly<Record<string, unknown>> {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  const content: unknown = JSON.parse(line);
  if (typeof content !== 'object' || content === null) throw new TypeError(`no object: ${line}`);
  return { ...content };
}
