/**
 * Template: ether as a token.
 *
 * Owns what `deposit` and `withdraw` touch beside the ether that the transaction itself carries.
 * Everything else such a contract does is ERC-20's.
 */
import type { Hex } from '../../api/index.ts';
import { fieldPlace } from '../hint.ts';
import { type Template, addEntry } from './template.ts';

const BALANCE_OF: Hex = '0x70a08231';
const DEPOSIT: Hex = '0xd0e30db0';
const WITHDRAW: Hex = '0x2e1a7d4d';

/** The holder's entry; on the way out, the ether too. */
export const wrappedEtherTemplate: Template = async (call) => {
  const { selector, caller, contract, writer } = call;
  if (selector !== DEPOSIT && selector !== WITHDRAW) return;
  const why = 'wrapped ether of the caller';
  const entry = { selector: BALANCE_OF, keys: [caller], access: 'read-write', why } as const;
  const isFound = await addEntry(call, entry);
  if (!isFound || selector === DEPOSIT) return;
  const paid = 'wrapped ether is paid out';
  writer.add(fieldPlace(contract, 'balance'), 'read', `${paid}: there must be enough`);
  writer.addDelta(fieldPlace(contract, 'balance'), paid);
  writer.addDelta(fieldPlace(caller, 'balance'), paid);
  writer.add(fieldPlace(caller, 'code'), 'read', `${paid} to an account that may be a contract`);
};
