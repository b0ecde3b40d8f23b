/**
 * The thread that holds a user's engine.
 *
 * Owns loading the module, finding `createEngine` in it and passing orders on. Does not check
 * answers and never lets an error of the engine pass as its own. Runs in a worker thread and
 * nowhere else.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Engine } from '#engine/api/index.js';
import { frozen } from '../../input/frozen.ts';
import { describeThrown } from '../../input/printable.ts';
import { Refusal } from '../../input/refusal.ts';
import type { HostOrder, HostReport, HostStart } from './protocol.ts';

type ExecuteOrder = Extract<HostOrder, { kind: 'execute' }>;

/** Names under which a module may offer its factory, the first one found wins. */
const FACTORY_NAMES = ['createEngine', 'default'] as const;

const running = new Map<number, AbortController>();

async function serve(port: MessagePort, { moduleURL }: HostStart): Promise<void> {
  const report = (message: HostReport): void => {
    port.postMessage(message);
  };
  let engine: Engine;
  try {
    engine = await loadEngine(moduleURL);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    report({ kind: 'unusable', problem: error.problem, remedy: error.remedy });
    return;
  }
  // A failure outside `execute` ends this thread, and the harness says so.
  port.on('message', (order: HostOrder) => void obey(engine, order, report));
  try {
    report({ kind: 'ready', info: engine.info });
  } catch (error) {
    const problem = `engine.info is not plain data (${describeThrown(error)})`;
    report({ kind: 'unusable', problem, remedy: 'return an object of strings and lists' });
  }
}

async function loadEngine(moduleURL: string): Promise<Engine> {
  const create = await findFactory(moduleURL);
  let engine: unknown;
  try {
    engine = await create();
  } catch (error) {
    throw new Refusal({
      place: '',
      problem: `createEngine failed (${describeThrown(error)})`,
      remedy: 'mend the engine',
    });
  }
  if (isEngine(engine)) return engine;
  throw new Refusal({
    place: '',
    problem: 'createEngine returned no engine',
    remedy: 'return an object with info and execute',
  });
}

async function findFactory(moduleURL: string): Promise<() => unknown> {
  let module: unknown;
  try {
    module = await import(moduleURL);
  } catch (error) {
    throw new Refusal({
      place: '',
      problem: `cannot be loaded (${describeThrown(error)})`,
      remedy: 'import it with node to see why',
    });
  }
  for (const name of FACTORY_NAMES) {
    const found: unknown = Reflect.get(Object(module), name);
    if (typeof found === 'function') return () => Reflect.apply(found, undefined, []) as unknown;
  }
  throw new Refusal({
    place: '',
    problem: 'does not export a function createEngine',
    remedy: 'export function createEngine() that returns an engine, by that name or as the default',
  });
}

async function obey(
  engine: Engine,
  order: HostOrder,
  report: (message: HostReport) => void,
): Promise<void> {
  switch (order.kind) {
    case 'execute':
      return await execute(engine, order, report);
    case 'abort':
      running.get(order.id)?.abort(new Error('the run was ended'));
      return;
    case 'close':
      return await close(engine);
  }
}

async function execute(
  engine: Engine,
  { id, block, preState, options }: ExecuteOrder,
  report: (message: HostReport) => void,
): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const result: unknown = await engine.execute(frozen(block), frozen(preState), {
      ...options,
      signal: controller.signal,
    });
    // Throws when the answer cannot be cloned between threads: a failure of the engine too.
    report({ kind: 'answered', id, result });
  } catch (error) {
    report({ kind: 'failed', id, reason: describeThrown(error) });
  } finally {
    running.delete(id);
  }
}

async function close(engine: Engine): Promise<void> {
  try {
    await engine.close?.();
  } finally {
    parentPort?.close();
  }
}

function isEngine(value: unknown): value is Engine {
  return (
    typeof value === 'object' &&
    value !== null &&
    'info' in value &&
    'execute' in value &&
    typeof value.execute === 'function'
  );
}

if (parentPort !== null) await serve(parentPort, workerData as HostStart);
