/**
 * The worker's part of the coverage proof: takes one way and reports it.
 *
 * It is a real thread of `node:worker_threads`, as the lanes of an engine are. It lies in `dist`,
 * since Node 20 cannot start a thread from TypeScript.
 */
import { parentPort } from 'node:worker_threads';
import { wayTaken } from './halves.ts';

parentPort?.postMessage(wayTaken('there'));
