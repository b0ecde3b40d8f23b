/** Authorisation lists (EIP-7702): what delegates, what is void, and what each costs. */
import { beforeEach, describe, expect, it } from 'vitest';

import type { Address, AllocAccount, Authorization, Bytes, Receipt } from '#engine/api/index.js';
import { createSerialEngine } from '#engine/engines/serial.js';
import { isDelegation } from '#engine/evm/delegation.js';
import { hexToBytes, quantity } from '#engine/primitives/bytes.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder, type TransactionRequest } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';
import { withHighS } from '#generators/build/sign.js';
import type { Signer } from '#generators/build/signer.js';

const TARGET = addressNamed('target');
const CLEAR: Address = `0x${'0'.repeat(40)}`;
const TO = addressNamed('to');
const engine = createSerialEngine();

let chain: ChainBuilder;
let sender: Signer;
let authority: Signer;

beforeEach(() => {
  chain = new ChainBuilder('Prague');
  [sender, authority] = [chain.sender(), chain.sender(5n)];
});

function designator(address: Address): Bytes {
  return `0xef0100${address.slice(2)}`;
}

interface Played {
  readonly authority: AllocAccount | undefined;
  readonly sender: AllocAccount | undefined;
  readonly receipt: Receipt | undefined;
}

async function play(
  authorizationList: readonly Authorization[],
  request: Partial<TransactionRequest> = {},
): Promise<Played> {
  const fields = { type: '0x4', to: TO, gas: 300_000n, value: 1n, authorizationList } as const;
  const block = chain.block([chain.transaction(sender, { ...fields, ...request })]);
  const result = await engine.execute(block, chain.preState);
  if (result.status === 'rejected') {
    throw new Error(JSON.stringify(result.rejection));
  }
  const { postState, receipts } = result;
  return {
    authority: postState[authority.address],
    sender: postState[sender.address],
    receipt: receipts[0],
  };
}

/** Gas beyond a plain transfer and the 25,000 a tuple that are paid first, less the refund. */
const PAID_FOR_ABSENT = 21_000n + 25_000n;
/** A fifth of what was spent caps the refund (EIP-3529). */
const PAID_FOR_EXISTING = PAID_FOR_ABSENT - PAID_FOR_ABSENT / 5n;

describe('an authorisation', () => {
  it('delegates the account and counts its nonce', async () => {
    const { authority: after } = await play([chain.authorize(authority, { address: TARGET })]);
    expect(after).toMatchObject({ code: designator(TARGET), nonce: '0x1', balance: '0x5' });
  });

  it('for any chain delegates too', async () => {
    const made = chain.authorize(authority, { address: TARGET, chainId: '0x0' });
    expect((await play([made])).authority?.code).toBe(designator(TARGET));
  });

  it('of an account that exists is refunded in part', async () => {
    const { receipt } = await play([chain.authorize(authority, { address: TARGET })]);
    expect(receipt?.gasUsed).toBe(quantity(PAID_FOR_EXISTING));
  });

  it('of an absent account makes it and is paid in full', async () => {
    authority = chain.stranger();
    const { receipt, authority: after } = await play([
      chain.authorize(authority, { address: TARGET }),
    ]);
    expect(receipt?.gasUsed).toBe(quantity(PAID_FOR_ABSENT));
    expect(after).toMatchObject({ code: designator(TARGET), nonce: '0x1', balance: '0x0' });
  });

  it('replaces an earlier delegation', async () => {
    const earlier = { balance: '0x5', nonce: '0x4', code: designator(TO) } as const;
    chain.put(authority.address, earlier);
    const { authority: after } = await play([chain.authorize(authority, { address: TARGET })]);
    expect(after).toMatchObject({ code: designator(TARGET), nonce: '0x5' });
  });

  it('to the zero address clears a delegation', async () => {
    chain.put(authority.address, { balance: '0x5', nonce: '0x4', code: designator(TO) });
    const { authority: after } = await play([chain.authorize(authority, { address: CLEAR })]);
    expect(after).toMatchObject({ code: '0x', nonce: '0x5' });
  });

  it('of the sender counts on the nonce that the transaction has used up', async () => {
    const own = chain.authorize(sender, { address: TARGET, nonce: 1n });
    expect((await play([own])).sender).toMatchObject({ code: designator(TARGET), nonce: '0x2' });
  });

  it('stays when the message fails', async () => {
    chain.put(TO, { balance: '0x0', nonce: '0x1', code: '0xfe' });
    const { authority: after, receipt } = await play([
      chain.authorize(authority, { address: TARGET }),
    ]);
    expect(receipt?.status).toBe('0x0');
    expect(after?.code).toBe(designator(TARGET));
  });

  it('is in force for the message itself', async () => {
    chain.put(TARGET, { balance: '0x0', nonce: '0x1', code: assemble('CALLVALUE 3 SSTORE') });
    const list = [chain.authorize(authority, { address: TARGET })];
    const { authority: after } = await play(list, { to: authority.address });
    expect(after?.storage).toEqual({ [word(3)]: word(1) });
  });

  it('is followed once: a delegated account runs no second delegation', async () => {
    const other = chain.sender();
    chain.put(other.address, { balance: '0x1', nonce: '0x1', code: designator(TARGET) });
    chain.put(TARGET, { balance: '0x0', nonce: '0x1', code: assemble('1 3 SSTORE') });
    const list = [chain.authorize(authority, { address: other.address })];
    const { authority: after, receipt } = await play(list, { to: authority.address });
    expect(receipt?.status).toBe('0x0');
    expect(after?.storage).toEqual({});
  });

  it('to a precompile runs as empty code', async () => {
    const list = [chain.authorize(authority, { address: `0x${'4'.padStart(40, '0')}` })];
    const { receipt, authority: after } = await play(list, { to: authority.address });
    expect(receipt?.status).toBe('0x1');
    expect(after?.balance).toBe('0x6');
  });
});

describe('a list', () => {
  it('is applied in order: the last one counts', async () => {
    const list = [TARGET, TO].map((address) => chain.authorize(authority, { address }));
    expect((await play(list)).authority).toMatchObject({ code: designator(TO), nonce: '0x2' });
  });

  it('whose first entry is void still applies the second', async () => {
    const list = [
      chain.authorize(authority, { address: TO, nonce: 7n }),
      chain.authorize(authority, { address: TARGET, nonce: 0n }),
    ];
    expect((await play(list)).authority).toMatchObject({ code: designator(TARGET), nonce: '0x1' });
  });
});

describe('an authorisation is void', () => {
  const made = (fields: object = {}): Authorization =>
    chain.authorize(authority, { address: TARGET, nonce: 0n, ...fields });

  it.each<[string, () => Authorization]>([
    ['for another chain', () => made({ chainId: '0x2' })],
    ['with an old nonce', () => made({ nonce: 6n })],
    ['with a future nonce', () => made({ nonce: 8n })],
    ['with a nonce beyond 64 bits', () => made({ nonce: 2n ** 64n + 7n })],
    ['with a high s', () => withHighS(made({ nonce: 7n }))],
    ['with a parity of 2', () => ({ ...made({ nonce: 7n }), v: '0x2' })],
    ['with a parity of 27', () => ({ ...made({ nonce: 7n }), v: '0x1b' })],
    ['with r zero', () => ({ ...made({ nonce: 7n }), r: '0x0' })],
    ['with s zero', () => ({ ...made({ nonce: 7n }), s: '0x0' })],
    ['with r too long', () => ({ ...made({ nonce: 7n }), r: quantity(2n ** 256n) })],
    ['signed for another address', () => ({ ...made({ nonce: 7n }), address: TO })],
  ])('%s', async (_, make) => {
    chain.put(authority.address, { balance: '0x5', nonce: '0x7' });
    const { authority: after, receipt } = await play([make()]);
    expect(after).toMatchObject({ code: '0x', nonce: '0x7' });
    expect(receipt).toMatchObject({ status: '0x1', gasUsed: quantity(PAID_FOR_ABSENT) });
  });

  it('where the nonce could not be counted up', async () => {
    const nonce = 2n ** 64n - 1n;
    chain.put(authority.address, { balance: '0x5', nonce: quantity(nonce) });
    const { authority: after } = await play([made({ nonce })]);
    expect(after).toMatchObject({ code: '0x', nonce: quantity(nonce) });
  });

  it('where the authority has code of its own', async () => {
    chain.put(authority.address, { balance: '0x5', code: '0x00' });
    expect((await play([made()])).authority).toMatchObject({ code: '0x00', nonce: '0x0' });
  });

  it('and still warms the authority once it is known', async () => {
    chain.put(TO, { balance: '0x0', nonce: '0x1', code: assemble(`${authority.address} BALANCE`) });
    const warm = await play([made({ nonce: 5n })]);
    expect(warm.receipt?.gasUsed).toBe(quantity(PAID_FOR_ABSENT + 3n + 100n));
  });
});

describe('a designator', () => {
  it.each<[boolean, Bytes]>([
    [true, designator(TARGET)],
    [false, '0x'],
    [false, '0xef0100'],
    [false, `${designator(TARGET)}00`],
    [false, `0xef0101${TARGET.slice(2)}`],
  ])('%s: %s', (expected, code) => {
    expect(isDelegation(hexToBytes(code))).toBe(expected);
  });
});
