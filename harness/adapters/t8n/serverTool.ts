/**
 * A transition tool that is a server.
 *
 * Owns the form in which execution-spec-tests ask such servers: one POST a block, status 200 or
 * nothing.
 */
import { printable } from '../../input/printable.ts';
import { readOutput, type T8nAnswer, type T8nInput, type T8nTool } from './t8nTool.ts';

const ANSWER_MILLISECONDS_MAX = 3_600_000;
const WORDS_MAX = 400;

/** Opens the tool behind a URL. */
export function openServerTool(url: string): T8nTool {
  return { name: 't8n server', version: 'unknown', run: async (input) => await ask(url, input) };
}

async function ask(url: string, { fork, chainId, reward, ...input }: T8nInput): Promise<T8nAnswer> {
  const state = { fork, chainid: Number(chainId), reward: Number(reward ?? -1n) };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ state, input }),
    signal: AbortSignal.timeout(ANSWER_MILLISECONDS_MAX),
  });
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(
      `the server answered ${String(response.status)}: ${printable(text, WORDS_MAX)}`,
    );
  }
  return readOutput(text);
}
