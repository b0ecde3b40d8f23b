/**
 * Small inputs in go-ethereum's spelling, and one call of the tool on them.
 *
 * Owns a transaction that logs, under London and under Cancun, so that what becomes of it can be
 * compared with `evm t8n`. Knows no answer.
 */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Engine } from '#engine/api/index.js';
import { fieldsOf, readObject } from '../../input/fields.ts';
import { T8nError } from '../t8nError.ts';
import { transition, type TransitionOptions } from '../transition.ts';

/** 32 bytes that end in these digits. */
export const word = (digits: string): string => `0x${digits.padStart(64, '0')}`;
/** The address of one digit. */
export const address = (digit: string): string => `0x${digit.repeat(40)}`;

type Fields = Readonly<Record<string, unknown>>;

/** What a call is given on stdin. */
export interface Input {
  readonly alloc: object;
  readonly env: Fields;
  readonly txs: readonly object[];
}

/** Who has the key 1. */
export const SENDER: string = '0x7e5f4552091a69125d5dfcb7b8c2659029395bdf';
/** Who earns fees. */
export const BENEFICIARY: string = address('c');
const LOGGER = address('6');
/** BLOCKHASH(1). */
export const ASKER: string = address('7');
/** The state before. */
export const ALLOC: Readonly<Record<string, object>> = {
  [SENDER]: { balance: '0xde0b6b3a7640000' },
  [LOGGER]: { balance: '0x0', code: '0x600160006000a100' },
  [ASKER]: { balance: '0x0', code: '0x60014000' },
};
/** Logs an empty log with one topic. */
export const TX: Fields = {
  nonce: '0x0',
  gas: '0x10000',
  gasPrice: '0x20',
  to: LOGGER,
  value: '0x0',
  input: '0x',
  v: '0x0',
  r: '0x0',
  s: '0x0',
  secretKey: word('1'),
};
/** The same, typed. */
export const TYPED: Fields = { ...TX, type: '0x1', chainId: '0x1', accessList: [] };
const COMMON = {
  currentCoinbase: BENEFICIARY,
  currentGasLimit: '0x1000000',
  currentNumber: '0x5',
  currentTimestamp: '0x3e8',
  currentBaseFee: '0x10',
};
/** A block before Paris. */
export const LONDON: Input = {
  alloc: ALLOC,
  env: { ...COMMON, currentDifficulty: '0x20000' },
  txs: [TX],
};
/** A block after Paris. */
export const CANCUN: Input = {
  alloc: ALLOC,
  env: {
    ...COMMON,
    currentRandom: word('dead'),
    currentExcessBlobGas: '0x0',
    parentBeaconBlockRoot: word('1'),
    withdrawals: [],
  },
  txs: [TX],
};
const STDIN = { alloc: 'stdin', env: 'stdin', txs: 'stdin' };
const OPTIONS: TransitionOptions = {
  inputs: STDIN,
  outputs: { alloc: 'stdout', result: 'stdout', body: '', basedir: '' },
  fork: 'London',
  chainId: '0x1',
  reward: 0n,
};

/** What it says on stdout. */
export interface Said {
  readonly alloc: Fields;
  readonly result: Fields;
}

type Options = Partial<TransitionOptions>;

/** A tool to call. */
export interface GethTool {
  /** What a call says on stdout and stderr. */
  readonly streamsOf: (input: unknown, options?: Options) => Promise<readonly string[]>;
  /** What it says on stdout. */
  readonly run: (input: unknown, options?: Options) => Promise<Said>;
  /** How it ends. */
  readonly codeOf: (input: unknown, options?: Options) => Promise<number>;
}

/** The tool over an engine. */
export function createGethTool(engine: Engine): GethTool {
  const streamsOf: GethTool['streamsOf'] = async (input, options) => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    stdin.end(JSON.stringify(input));
    await transition({ ...OPTIONS, ...options }, { engine, stdin, stdout, stderr });
    stdout.end();
    stderr.end();
    return [await text(stdout), await text(stderr)];
  };
  const run: GethTool['run'] = async (input, options) => {
    const [stdout = ''] = await streamsOf(input, options);
    const from = fieldsOf(JSON.parse(stdout), 'stdout');
    return {
      alloc: from.required('alloc', readObject),
      result: from.required('result', readObject),
    };
  };
  const codeOf: GethTool['codeOf'] = async (input, options) => {
    try {
      await run(input, options);
      return 0;
    } catch (error) {
      if (error instanceof T8nError) return error.exitCode;
      throw error;
    }
  };
  return { streamsOf, run, codeOf };
}

/** With other fields of the environment. */
export const withEnv = (input: Input, env: object): Input => ({
  ...input,
  env: { ...input.env, ...env },
});
/** The block before Paris with another transaction. */
export const withTx = (tx: object): Input => ({ ...LONDON, txs: [tx] });
