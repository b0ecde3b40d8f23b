/**
 * The ways to misbehave, each under its name.
 *
 * Owns what a faulty engine does in place of a right answer; the right answer is handed to it.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const MIB = 1024 * 1024;

/** A JSON object, as lenient as an engine that is out of its mind. */
export interface Loose {
  [name: string]: unknown;
}

/** What a fault may take into its hands. */
export interface Moment {
  /** How many blocks it was asked for, this one included. */
  readonly count: number;
  readonly request: Loose;
  readonly reply: Loose;
  readonly write: (text: string) => void;
  readonly say: (message: unknown) => void;
}

/** Writes the reply to a request, in its own way. */
export type Fault = (moment: Moment) => void | Promise<void>;

const forever = new Promise<never>(() => {
  setInterval(() => undefined, 60_000);
});

function result(reply: Loose): Loose {
  return reply['result'] as Loose;
}

/** Changes t8n's result of accepted blocks. */
function onResult(change: (result: Loose, reply: Loose) => void): Fault {
  return ({ reply, say }) => {
    if ('stateRoot' in result(reply)) change(result(reply), reply);
    say(reply);
  };
}

function onReceipt(change: (receipt: Loose) => void): Fault {
  return onResult(({ receipts }) => {
    const [first] = receipts as Loose[];
    if (first !== undefined) change(first);
  });
}

function onStats(stats: Loose): Fault {
  return ({ reply, say }) => {
    say({ ...reply, stats: { ...(reply['stats'] as Loose), ...stats } });
  };
}

const FLIPPED = `0x${'5a'.repeat(32)}`;

/** What happens to `hello`. */
export const HELLOS: Readonly<Record<string, Fault>> = {
  'never-greets': () => forever,
  'exits-at-once': () => process.exit(3),
  'other-protocol': ({ reply, say }) => {
    say({ ...reply, protocol: 'lockstep/9' });
  },
  'no-capabilities': ({ reply, say }) => {
    say({ ...reply, capabilities: undefined });
  },
  'unknown-fork': ({ reply, say }) => {
    say({ ...reply, capabilities: { forks: ['Bogota'], policies: [], parallel: true } });
  },
  'greets-in-prose': ({ write }) => {
    write('engine v1.0 ready\n');
  },
  'greets-another': ({ reply, say }) => {
    say({ ...reply, id: 77 });
  },
  'new-name-each-time': ({ reply, say }) => {
    say({ ...reply, engine: { name: `engine ${String(process.pid)}`, version: '1' } });
  },
  'half-a-character': ({ reply, say }) => {
    say({ ...reply, engine: { name: 'half \ud83d', version: '1' } });
  },
  'other-forks-each-time': ({ reply, say }) => {
    const capabilities = { ...(reply['capabilities'] as Loose), forks: ['Prague', someFork()] };
    say({ ...reply, capabilities });
  },
  'claims-parallel': sayParallel,
  'lies-in-stats': sayParallel,
  'chooses-its-block': ({ reply, say }) => {
    say({ ...reply, capabilities: { ...(reply['capabilities'] as Loose), expresses: true } });
  },
  'no-fork-at-all': ({ reply, say }) => {
    say({ ...reply, capabilities: { ...(reply['capabilities'] as Loose), forks: [] } });
  },
};

/** Another one in each of the first lives; its temporary folder outlives it. */
function someFork(): string {
  mkdtempSync(join(tmpdir(), 'life-'));
  const lives = readdirSync(tmpdir()).length;
  return ['Berlin', 'London', 'Paris', 'Shanghai', 'Cancun'][lives % 5] ?? '';
}

function sayParallel({ reply, say }: Moment): void {
  say({ ...reply, capabilities: { ...(reply['capabilities'] as Loose), parallel: true } });
}

/** What happens to an execution. */
export const EXECUTIONS: Readonly<Record<string, Fault>> = {
  honest: ({ reply, say }) => {
    say(reply);
  },
  'crashes-mid-block': ({ count }) => {
    process.stderr.write('panic: index out of range\n');
    if (count > 0) process.exit(134);
  },
  'segmentation-fault': () => {
    process.kill(process.pid, 'SIGSEGV');
  },
  'dies-after-replying': ({ reply, say }) => {
    say(reply);
    process.exit(9);
  },
  'new-name-each-time': ({ reply, say }) => {
    say(reply);
    process.exit(9);
  },
  'other-forks-each-time': ({ reply, say }) => {
    say(reply);
    process.exit(9);
  },
  'speaks-up-afterwards': async ({ reply, write, say }) => {
    say(reply);
    await setTimeout(20);
    write('that was the block\n');
  },
  'closes-stdout': () => {
    closeSync(1);
    return forever;
  },
  hangs: () => forever,
  'spins-deaf': () => {
    process.on('SIGQUIT', () => undefined);
    for (;;);
  },
  'replies-late': async ({ reply, say }) => {
    await setTimeout(60_000);
    say(reply);
  },
  'half-a-reply': ({ reply, write }) => {
    write(JSON.stringify(reply).slice(0, 100));
    process.exit(0);
  },
  'no-json': ({ write }) => {
    write('{"id": 1, "type": result}\n');
  },
  'logs-on-stdout': ({ reply, write, say }) => {
    write('executing a block\n');
    say(reply);
  },
  'reply-too-long': ({ write }) => {
    write(`"${'x'.repeat(4 * MIB)}"\n`);
  },
  'line-without-end': async ({ write }) => {
    for (;;) {
      write('y'.repeat(MIB));
      await setTimeout(1);
    }
  },
  'replies-twice': ({ reply, say }) => {
    say(reply);
    say(reply);
  },
  'replies-to-nobody': ({ reply, say }) => {
    say({ ...reply, id: 1_000_000 });
  },
  'replies-without-id': ({ reply, say }) => {
    say({ ...reply, id: undefined });
  },
  'greets-again': ({ reply, say }) => {
    say({ id: reply['id'], type: 'hello' });
  },
  'unknown-reply': ({ reply, say }) => {
    say({ id: reply['id'], type: 'done' });
  },
  'a-list': ({ write }) => {
    write('[1,2,3]\n');
  },
  'deep-nesting': ({ write }) => {
    write(`${'['.repeat(100_000)}\n`);
  },
  'no-state-root': onResult((block) => {
    delete block['stateRoot'];
  }),
  'no-state-at-all': onResult((block, reply) => {
    delete block['stateRoot'];
    delete reply['alloc'];
  }),
  'short-state-root': onResult((block) => {
    block['stateRoot'] = '0x1234';
  }),
  'numbers-for-hex': onResult((block) => {
    block['gasUsed'] = 21_000;
  }),
  'no-receipts': onResult((block) => {
    delete block['receipts'];
  }),
  'prototype-in-alloc': ({ reply, write }) => {
    const text = JSON.stringify({ ...reply, alloc: {} });
    write(`${text.replace('"alloc":{}', '"alloc":{"__proto__":{"balance":"0x1"}}')}\n`);
  },
  'receipts-without-number': onResult((block) => {
    block['receipts'] = Array.from({ length: (1 << 20) + 1 }, () => 0);
  }),
  'rejects-transaction-99': ({ reply, say }) => {
    say({ ...reply, result: { ...result(reply), rejected: [{ index: 99, error: 'no' }] } });
  },
  'wrong-state-root': onResult((block) => {
    block['stateRoot'] = FLIPPED;
  }),
  'wrong-gas': onReceipt((receipt) => {
    receipt['gasUsed'] = '0x1';
  }),
  'lost-log': onReceipt((receipt) => {
    receipt['logs'] = [];
  }),
  'one-receipt-too-few': onResult((block) => {
    block['receipts'] = (block['receipts'] as Loose[]).slice(1);
  }),
  'an-account-too-few': onResult((_, reply) => {
    reply['alloc'] = Object.fromEntries(Object.entries(reply['alloc'] as Loose).slice(1));
  }),
  'rejects-everything': ({ request, reply, say }) => {
    const rejected = [{ index: 0, error: 'TransactionException.NONCE_IS_MAX' }];
    const { invalidTransactions } = request['options'] as Loose;
    say(invalidTransactions === 'skip' ? reply : { ...reply, result: { rejected } });
  },
  'accepts-the-invalid': ({ reply, say }) => {
    const block = result(reply);
    const empty = { stateRoot: FLIPPED, receiptsRoot: FLIPPED, gasUsed: '0x0', receipts: [] };
    say({ ...reply, result: 'stateRoot' in block ? block : empty });
  },
  'wrong-every-third-time': ({ count, reply, say }) => {
    if (count % 3 === 1) result(reply)['stateRoot'] = FLIPPED;
    say(reply);
  },
  'fails-politely': ({ reply, say }) => {
    const message = '\u001b[2J\u001b[31mout of luck\u202e';
    say({ id: reply['id'], type: 'error', error: { kind: 'failed', message } });
  },
  'does-nothing': ({ reply, say }) => {
    const error = { kind: 'unsupported', message: 'no blocks today' };
    say({ id: reply['id'], type: 'error', error });
  },
  'does-no-skipping': ({ request, reply, say }) => {
    const { invalidTransactions } = request['options'] as Loose;
    const error = { kind: 'unsupported', message: 'no skipping here' };
    const isDeclined = invalidTransactions === 'skip';
    say(isDeclined ? { id: reply['id'], type: 'error', error } : reply);
  },
  'says-the-least': ({ reply, say }) => {
    const { stateRoot, receiptsRoot, gasUsed, receipts, rejected } = result(reply);
    const few = (receipts as Loose[] | undefined)?.map(({ status, gasUsed: gas }) => {
      return { status, gasUsed: gas };
    });
    say({
      id: reply['id'],
      type: 'result',
      result:
        stateRoot === undefined
          ? { rejected: (rejected as Loose[]).map(({ index }) => ({ index, error: 'no' })) }
          : { stateRoot, receiptsRoot, gasUsed, receipts: few, rejected },
    });
  },
  'speaks-slowly': async ({ reply, write }) => {
    const text = `${JSON.stringify(reply)}\r\n`;
    const step = Math.ceil(text.length / 20);
    for (let at = 0; at < text.length; at += step) {
      write(text.slice(at, at + step));
      await setTimeout(1);
    }
  },
  'floods-stderr': ({ reply, say }) => {
    for (let i = 0; i < 32; i += 1) process.stderr.write('noise\u001b[2J\n'.repeat(10_000));
    say(reply);
  },
  'eats-memory': async () => {
    const eaten: Buffer[] = [];
    for (;;) {
      eaten.push(Buffer.alloc(32 * MIB, 1));
      await setTimeout(10);
    }
  },
  'leaves-a-child': async ({ write, say, reply }) => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    process.stderr.write(`child ${String(child.pid)}\n`);
    await setTimeout(50);
    write('');
    say(reply);
  },
  'tells-its-environment': ({ reply, say }) => {
    const message = Object.keys(process.env).sort().join(' ');
    say({ id: reply['id'], type: 'error', error: { kind: 'failed', message } });
  },
  'lies-in-stats': onStats({ path: { kind: 'parallel' }, lanes: 8, aborts: 3 }),
};
