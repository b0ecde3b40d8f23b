/**
 * Template: many tokens in one contract (ERC-1155).
 *
 * Owns balances by token and holder. Moves of several tokens at once are followed up to a bound.
 */
import type { Hex } from '../../api/index.ts';
import { type Template, addEntry, addressAt, wordAt } from './template.ts';
import { addOperator } from './erc721.ts';

const BALANCE_OF: Hex = '0x00fdd58e';
const SAFE_TRANSFER_FROM: Hex = '0xf242432a';
const SAFE_BATCH_TRANSFER_FROM: Hex = '0x2eb2c2d6';
const TOKENS_MAX = 32n;
const WORD_BYTES = 32n;

/** What moving some of one token, or of several, touches. */
export const erc1155Template: Template = async (call) => {
  const { selector, caller } = call;
  const tokens: Hex[] = [];
  if (selector === SAFE_TRANSFER_FROM) tokens.push(wordAt(call, 2));
  if (selector === SAFE_BATCH_TRANSFER_FROM) {
    const offset = BigInt(wordAt(call, 2));
    if (offset > BigInt(call.arguments.length)) return;
    const at = Number(offset / WORD_BYTES);
    const count = BigInt(wordAt(call, at));
    for (let i = 1; i <= (count < TOKENS_MAX ? count : TOKENS_MAX); i += 1) {
      tokens.push(wordAt(call, at + i));
    }
  }
  const [from, to] = [addressAt(call, 0), addressAt(call, 1)];
  let isFound = false;
  for (const token of tokens) {
    const common = { selector: BALANCE_OF, access: 'read-write' } as const;
    isFound = await addEntry(call, { ...common, keys: [from, token], why: 'balance of the payer' });
    await addEntry(call, { ...common, keys: [to, token], why: 'balance of the payee' });
  }
  if (isFound && from !== caller) {
    await addOperator(call, { owner: from, operator: caller, access: 'read' });
  }
};
