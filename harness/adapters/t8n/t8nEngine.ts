/**
 * An engine that is a transition tool: `t8n:<command>`, `t8n:files:<command>`, `t8n:<url>`.
 *
 * Owns what a tool is told about rewards and forks, and what its answer means under either policy.
 * A tool leaves invalid transactions out and goes on, so that the first one it leaves out is what
 * makes a block invalid on import. Its words for the reason are understood where there is a table
 * of the client's (`../clientWords`). Tools of today have no parallel path here: their claim is
 * `equivalence`.
 */
import type { Engine } from '#engine/api/index.js';
import { inputPayload } from '../../protocol/blockPayload.ts';
import { readExecution } from '../../protocol/readResult.ts';
import { FORKS } from '../../input/vocabulary.ts';
import { rewardOf } from '../../t8n/reward.ts';
import { clientOfVersion, meaningOf } from '../clientWords/clientWords.ts';
import { openCommandTool } from './commandTool.ts';
import { openServerTool } from './serverTool.ts';
import type { T8nAnswer, T8nTool } from './t8nTool.ts';

const FILES = 'files:';

/** Opens the tool that `rest` names. */
export async function openT8nEngine(rest: string): Promise<Engine> {
  return createT8nEngine(await openTool(rest));
}

async function openTool(rest: string): Promise<T8nTool> {
  if (/^https?:\/\//.test(rest)) return openServerTool(rest);
  if (rest.startsWith(FILES)) return await openCommandTool(rest.slice(FILES.length), 'files');
  return await openCommandTool(rest, 'stream');
}

function createT8nEngine(tool: T8nTool): Engine {
  const client = clientOfVersion(tool.version);
  const understanding =
    client === null ? null : { understand: (words: string) => meaningOf(client, words) };
  return {
    info: {
      name: tool.name,
      version: tool.version,
      capabilities: {
        forks: FORKS,
        policies: ['reject-block', 'skip'],
        parallel: false,
        accesses: false,
      },
    },
    execute: async (block, preState, { invalidTransactions: policy = 'reject-block' } = {}) => {
      const { fork, chainId, transactions } = block;
      const answer = await tool.run({
        fork,
        chainId,
        reward: rewardOf(fork),
        ...inputPayload({ block, preState }),
      });
      const asked = { fork, policy, txCount: transactions.length, ...understanding };
      return readExecution(asked)(wordsOf(answer), '');
    },
  };
}

/** The answer in the protocol's words. */
function wordsOf(answer: T8nAnswer): object {
  if (answer.kind === 'block-invalid') return { result: { blockException: answer.words } };
  return { result: answer.result, alloc: answer.alloc };
}
