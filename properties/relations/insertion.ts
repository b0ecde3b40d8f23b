/**
 * A stranger who pays itself nothing changes nothing for the others.
 *
 * One transaction more shifts all indices behind it and what lanes take up: no other change
 * disturbs a scheduler more without changing what is right. The stranger tips nothing, so that it
 * leaves only its own account and its gas.
 */
import type { AcceptedBlock, Address, Alloc, Block, Transaction } from '#engine/api/index.js';
import { quantity } from '#generators/build/hex.js';
import { signTransaction } from '#generators/build/sign.js';
import { type Signer, signer } from '#generators/build/signer.js';
import { demandsOf, hasRoom, NOTHING, placed, type Relation, same, whole } from './relation.ts';

/** Far from the keys that generators give out, which count up from 1. */
const STRANGER = 0x5_7a4e;
const GAS = 21_000n;
const FUNDS = 10n ** 18n;

/** See above. The number decides the place. */
export const insertion: Relation = {
  name: 'insertion',
  why: 'one who pays itself nothing changes nothing for the others',
  examine: async (ask, { block, preState }, number) => {
    const stranger = signer(STRANGER);
    const { transactions } = block;
    const place = number % (transactions.length + 1);
    const given = whole(await ask(block, preState));
    if (given === null || transactions.length === 0 || stranger.address in preState) return NOTHING;
    const demands = demandsOf(block, given.receipts).toSpliced(place, 0, {
      gas: GAS,
      gasUsed: GAS,
    });
    if (!hasRoom(block, demands)) return NOTHING;
    const more = transactions.toSpliced(place, 0, payment(stranger, block));
    const funded: Alloc = { ...preState, [stranger.address]: { balance: quantity(FUNDS) } };
    const moved = await ask({ ...block, transactions: more }, funded);
    const words = `with one more at ${place}`;
    if (moved.status === 'rejected') {
      return { kind: 'broken', words: `${words}: rejected, ${moved.rejection.reason}` };
    }
    return same(words, given, without(stranger.address, place, { given, moved }));
  },
};

function payment(from: Signer, { env, chainId }: Block): Transaction {
  const request = {
    type: '0x0',
    nonce: '0x0',
    gas: quantity(GAS),
    gasPrice: env.currentBaseFee ?? '0x0',
    to: from.address,
    value: '0x0',
    input: '0x',
  } as const;
  return signTransaction(request, from, { kind: 'chain', chainId });
}

/** What became of the block with the stranger, but for the stranger. */
function without(
  address: Address,
  place: number,
  { given, moved }: { readonly given: AcceptedBlock; readonly moved: AcceptedBlock },
): AcceptedBlock {
  const { [address]: _, ...postState } = moved.postState;
  const { stateRoot, receiptsRoot } = given;
  const receipts = placed(moved.receipts.toSpliced(place, 1), given.receipts);
  const gasUsed = quantity(BigInt(moved.gasUsed) - GAS);
  return { ...moved, postState, stateRoot, receiptsRoot, receipts, gasUsed };
}
