/**
 * Template: tokens that are one of a kind (ERC-721), and who may move all of an owner's.
 *
 * Owns owners, holdings and approvals. A contract is one of these when `ownerOf` reads an entry of
 * the token's number, also when it then fails. Who may move all of an owner's tokens is the same
 * question in ERC-1155.
 */
import type { Address, Hex } from '../../api/index.ts';
import {
  type Entry,
  type Template,
  type TemplateCall,
  addEntry,
  addressAt,
  wordAt,
} from './template.ts';

const OWNER_OF: Hex = '0x6352211e';
const BALANCE_OF: Hex = '0x70a08231';
const GET_APPROVED: Hex = '0x081812fc';
const IS_APPROVED_FOR_ALL: Hex = '0xe985e9c5';
const APPROVE: Hex = '0x095ea7b3';
const SET_APPROVAL_FOR_ALL: Hex = '0xa22cb465';
const TRANSFERS: readonly Hex[] = ['0x23b872dd', '0x42842e0e', '0xb88d4fde'];

/** What moving and approving one token touches. */
export const erc721Template: Template = async (call) => {
  const { selector, caller } = call;
  if (selector === SET_APPROVAL_FOR_ALL) {
    await addOperator(call, { owner: caller, operator: addressAt(call, 0), access: 'read-write' });
    return;
  }
  if (selector === APPROVE) {
    const keys = [wordAt(call, 1)];
    if (await addOwner(call, keys, 'read')) await addApproved(call, keys, 'read-write');
    return;
  }
  if (!TRANSFERS.includes(selector)) return;
  const keys = [wordAt(call, 2)];
  if (!(await addOwner(call, keys, 'read-write'))) return;
  const [from, to] = [addressAt(call, 0), addressAt(call, 1)];
  const holdings = { selector: BALANCE_OF, access: 'read-write', why: 'number of tokens' } as const;
  await addEntry(call, { ...holdings, keys: [from] });
  await addEntry(call, { ...holdings, keys: [to] });
  // Clearing an approval that is not there changes nothing.
  await addApproved(call, keys, 'read');
  if (from !== caller) await addOperator(call, { owner: from, operator: caller, access: 'read' });
};

/** Whether an operator may move all tokens of an owner. */
export async function addOperator(
  call: TemplateCall,
  asked: {
    readonly owner: Address;
    readonly operator: Address;
    readonly access: Entry['access'];
  },
): Promise<void> {
  const { owner, operator, access } = asked;
  const why = 'approval of the operator';
  await addEntry(call, { selector: IS_APPROVED_FOR_ALL, keys: [owner, operator], access, why });
}

function addOwner(
  call: TemplateCall,
  keys: readonly Hex[],
  access: Entry['access'],
): Promise<boolean> {
  return addEntry(call, { selector: OWNER_OF, keys, access, why: 'owner of the token' });
}

function addApproved(
  call: TemplateCall,
  keys: readonly Hex[],
  access: Entry['access'],
): Promise<boolean> {
  return addEntry(call, { selector: GET_APPROVED, keys, access, why: 'approval of the token' });
}
