/**
 * Template: constant-product pairs, called directly or through their router.
 *
 * Owns the slots that every trade at a pair shares (reserves, prices summed up over time) and the
 * balances that it moves. Where they stand is asked of the pair. Its lock has no getter and is left
 * to sources that read code.
 */
import type { Address, Hex } from '../../api/index.ts';
import { fieldPlace, slotPlace } from '../hint.ts';
import { addAllowance, addPayment } from './erc20.ts';
import {
  type Template,
  type TemplateCall,
  addressAt,
  addressesAt,
  toAddress,
  wordAt,
} from './template.ts';

const SWAP: Hex = '0x022c0d9f';
/** Exact input or exact output, tokens for tokens: amounts, path, receiver, deadline. */
const ROUTES: readonly Hex[] = ['0x38ed1739', '0x8803dbee'];
const GET_RESERVES: Hex = '0x0902f1ac';
const SUMMED_PRICES: readonly Hex[] = ['0x5909c0d5', '0x5a3d5493'];
const TOKENS: readonly Hex[] = ['0x0dfe1681', '0xd21220a7'];
const FACTORY: Hex = '0xc45a0155';
const GET_PAIR: Hex = '0xe6a43905';
const HOPS_MAX = 8;

/** What a trade touches. */
export const constantProductTemplate: Template = async (call) => {
  if (call.selector === SWAP) {
    const outputs = [wordAt(call, 0), wordAt(call, 1)].map((amount) => BigInt(amount) > 0n);
    const to = addressAt(call, 2);
    const tokens = await addPair(call, call.contract);
    for (const [index, token] of tokens.entries()) {
      const isPaidOut = outputs[index] === true;
      await addPayment(call, { token, from: call.contract, to: isPaidOut ? to : call.contract });
    }
    return;
  }
  if (ROUTES.includes(call.selector)) await addRoute(call);
};

/** The pair's own slots. Returns its tokens. */
async function addPair(call: TemplateCall, pair: Address): Promise<Address[]> {
  const { probes, writer } = call;
  for (const selector of [GET_RESERVES, ...SUMMED_PRICES]) {
    const { slots } = await probes.answer(pair, selector);
    const what = selector === GET_RESERVES ? 'reserves' : 'summed price';
    for (const slot of slots) {
      writer.add(slotPlace(pair, slot), 'read-write', `${what} of the pair`);
    }
  }
  const tokens: Address[] = [];
  for (const selector of TOKENS) {
    const { slots, word } = await probes.answer(pair, selector);
    for (const slot of slots) writer.add(slotPlace(pair, slot), 'read', 'a token of the pair');
    if (word === null) return [];
    tokens.push(toAddress(word));
    writer.add(fieldPlace(toAddress(word), 'code'), 'read', 'a token of the pair is called');
  }
  return tokens;
}

/** Every pair on the way, and the payments between them. */
async function addRoute(call: TemplateCall): Promise<void> {
  const { probes, writer, caller } = call;
  const path = addressesAt(call, 2, HOPS_MAX);
  const factory = (await probes.answer(call.contract, FACTORY)).word;
  const [first] = path;
  if (factory === null || first === undefined) return;
  const pairs: Address[] = [];
  for (const [index, token] of path.slice(1).entries()) {
    const keys = [path[index] ?? first, token];
    const question = { selector: GET_PAIR, keys };
    const { word } = await probes.answerTo(toAddress(factory), question);
    if (word === null || BigInt(word) === 0n) return;
    pairs.push(toAddress(word));
  }
  let payer = caller;
  for (const [index, token] of path.entries()) {
    const payee = pairs[index] ?? addressAt(call, 3);
    await addPayment(call, { token, from: payer, to: payee });
    payer = payee;
  }
  await addAllowance(call, { token: first, owner: caller, spender: call.contract });
  for (const pair of pairs) {
    writer.add(fieldPlace(pair, 'code'), 'read', 'a pair on the route');
    await addPair(call, pair);
  }
}
