#!/usr/bin/env node
/**
 * The command `lockstep`.
 *
 * Owns the process: its words, its interrupts, its one exit code, and that no fault of the user's
 * shows a stack trace. Everything else is behind `program` and `actions`.
 */
import { createActions } from './actions.ts';
import { EXIT_INCONCLUSIVE, EXIT_OK } from './exitCodes.ts';
import { failureOf } from './failure.ts';
import { packageVersion } from './packageVersion.ts';
import { createProgram } from './program.ts';

/** What shells say of a process that an interrupt ended; here only the second one does. */
const EXIT_INTERRUPTED_TWICE = 130;

const words = process.argv.slice(2);
const interrupt = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(EXIT_INTERRUPTED_TWICE);
    process.stderr.write('\ninterrupted: ending the run; once more to stop at once\n');
    interrupt.abort(new Error('the run was interrupted'));
  });
}

// Whoever reads us may leave early (`| head`); what they did not see is no pass.
process.stdout.on('error', () => process.exit(EXIT_INCONCLUSIVE));

const exitCode = await run();
// Ended by hand: an engine that hangs must not keep the process alive.
process.stdout.write('', () => process.exit(exitCode));

async function run(): Promise<number> {
  let code = EXIT_OK;
  const { stdout, stderr } = process;
  const actions = createActions({ words, stdout, stderr, signal: interrupt.signal });
  const onExit = (given: number): void => {
    code = given;
  };
  try {
    await createProgram({ version: packageVersion(), actions, onExit }).parseAsync(words, {
      from: 'user',
    });
    return code;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.text !== '') stderr.write(`${failure.text}\n`);
    if (failure.facts !== null && words.includes('--json')) {
      stdout.write(`${JSON.stringify({ error: failure.facts })}\n`);
    }
    return failure.exitCode;
  }
}
