/**
 * A whole client as a verifier, by the Engine API.
 *
 * Owns what it is asked, `engine_newPayload` for the first block of a chain of its own, and what
 * its answers mean. This is the door by which blocks come to a client in use, so that what it does
 * in parallel, it does here.
 */
import { basename } from 'node:path';
import { engineTest } from '#fixtures/export/blockchainTest.js';
import { asIs, fieldsOf, listOf, nullable, oneOf, text } from '../../input/fields.ts';
import { printable } from '../../input/printable.ts';
import { Unsupported } from '../../input/unsupported.ts';
import { type HttpRpc, RpcError } from '../node/jsonRpc.ts';
import { programVersion } from '../stdio/programVersion.ts';
import type { Verifier, Word } from '../verifier/verifier.ts';
import { readTemplate } from './commandTemplate.ts';
import { genesisFile } from './genesisFile.ts';
import { withClient } from './liveClient.ts';

/** Engine API, "PayloadStatusV1". */
const STATUSES = ['VALID', 'INVALID', 'SYNCING', 'ACCEPTED', 'INVALID_BLOCK_HASH'] as const;
const WORDS_MAX = 4_096;
/** JSON-RPC 2.0: the payload cannot even be read, as with a transaction that is none. */
const INVALID_PARAMS = -32_602;
/** Engine API, "Errors". */
const UNSUPPORTED_FORK = -38_005;

/** The client behind a command. Rejects where there is no such program. */
export async function openEngineApi(command: string): Promise<Verifier> {
  const template = readTemplate(command);
  const { program } = template;
  return {
    name: `engine-api ${basename(program)}`,
    version: await programVersion(program),
    verify: async ({ child, block }, signal) => {
      const { engineNewPayloads } = engineTest(child, block, 'one block');
      const [payload] = engineNewPayloads;
      const start = { command: template, genesis: genesisFile(child), signal };
      return await withClient(start, async ({ rpc, genesisHash }) => {
        if (genesisHash !== child.genesis.hash) {
          throw new Unsupported('it makes another block of the genesis that it is given');
        }
        const from = fieldsOf(payload, 'payload');
        const version = from.required('newPayloadVersion', text(1));
        const params = from.required('params', listOf(asIs, 4));
        return await wordOf(rpc, `engine_newPayloadV${version}`, params);
      });
    },
  };
}

async function wordOf(rpc: HttpRpc, method: string, params: readonly unknown[]): Promise<Word> {
  try {
    const from = fieldsOf(await rpc.ask(method, ...params), method);
    const status = from.required('status', oneOf(STATUSES));
    const why = from.optional('validationError', nullable(text(WORDS_MAX)));
    if (status === 'VALID') return { kind: 'valid' };
    if (status === 'SYNCING' || status === 'ACCEPTED') {
      throw new Error(`the client did not execute the block: it says ${status}`);
    }
    const words = why.validationError ?? status;
    return { kind: 'invalid', words: printable(words, WORDS_MAX) };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (error.code === INVALID_PARAMS) return { kind: 'invalid', words: error.message };
    if (error.code === UNSUPPORTED_FORK) throw new Unsupported(error.message, { cause: error });
    throw error;
  }
}
