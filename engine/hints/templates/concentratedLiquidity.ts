/**
 * Template: pools of concentrated liquidity, called directly.
 *
 * Owns the slots that every trade at a pool shares: price and tick (one slot, the hottest there
 * is), liquidity, fees. Ticks that a trade crosses depend on how far it goes and are left to
 * simulation.
 */
import type { Hex } from '../../api/index.ts';
import { type HintAccess, fieldPlace, slotPlace } from '../hint.ts';
import { addPayment } from './erc20.ts';
import { type Template, addressAt, toAddress, wordAt } from './template.ts';

const SWAP: Hex = '0x128acb08';
const [TOKEN_0, TOKEN_1]: readonly [Hex, Hex] = ['0x0dfe1681', '0xd21220a7'];
const [FEES_0, FEES_1]: readonly [Hex, Hex] = ['0xf3058399', '0x46141319'];

const GETTERS: readonly (readonly [Hex, HintAccess, string])[] = [
  ['0x3850c7bd', 'read-write', 'price and tick of the pool'],
  ['0x1a686502', 'read', 'liquidity of the pool'],
];

/** What a trade touches. */
export const concentratedLiquidityTemplate: Template = async (call) => {
  const { selector, contract, probes, writer } = call;
  if (selector !== SWAP) return;
  const isZeroForOne = BigInt(wordAt(call, 1)) !== 0n;
  const fees: readonly [Hex, HintAccess, string] = [
    isZeroForOne ? FEES_0 : FEES_1,
    'read-write',
    'fees of the pool in what is paid in',
  ];
  for (const [getter, access, why] of [...GETTERS, fees]) {
    const { slots } = await probes.answer(contract, getter);
    for (const slot of slots) writer.add(slotPlace(contract, slot), access, why);
  }
  for (const [getter, isPaidOut] of [
    [TOKEN_0, !isZeroForOne],
    [TOKEN_1, isZeroForOne],
  ] as const) {
    const { slots, word } = await probes.answer(contract, getter);
    for (const slot of slots) writer.add(slotPlace(contract, slot), 'read', 'a token of the pool');
    if (word === null) continue;
    const token = toAddress(word);
    writer.add(fieldPlace(token, 'code'), 'read', 'a token of the pool is called');
    // What is paid in comes from whoever answers the pool's call, most often the caller.
    const [from, to] = isPaidOut ? [contract, addressAt(call, 0)] : [call.caller, contract];
    await addPayment(call, { token, from, to });
  }
};
