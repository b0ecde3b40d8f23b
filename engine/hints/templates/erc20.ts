/**
 * Template: fungible tokens (ERC-20).
 *
 * Owns which entries of balances and allowances a payment touches. Balances are found by asking
 * `balanceOf`, allowances by `allowance`, or by the entry that a payment of nothing reads.
 */
import type { Address, Hex } from '../../api/index.ts';
import { type Template, type TemplateCall, addEntry, addressAt } from './template.ts';

const BALANCE_OF: Hex = '0x70a08231';
const ALLOWANCE: Hex = '0xdd62ed3e';
const TRANSFER: Hex = '0xa9059cbb';
const TRANSFER_FROM: Hex = '0x23b872dd';
const APPROVE: Hex = '0x095ea7b3';

/** What `transfer`, `transferFrom` and `approve` touch. */
export const erc20Template: Template = async (call) => {
  const { caller } = call;
  switch (call.selector) {
    case TRANSFER:
      await addPayment(call, { from: caller, to: addressAt(call, 0) });
      return;
    case TRANSFER_FROM: {
      const from = addressAt(call, 0);
      const isToken = await addPayment(call, { from, to: addressAt(call, 1) });
      if (isToken) await addAllowance(call, { owner: from, spender: caller });
      return;
    }
    case APPROVE:
      await addAllowance(call, { owner: caller, spender: addressAt(call, 0) });
      return;
    default:
  }
};

/** Balances of payer and payee. Returns whether the contract has balances by holder. */
export async function addPayment(
  call: TemplateCall,
  payment: { readonly from: Address; readonly to: Address; readonly token?: Address },
): Promise<boolean> {
  const { from, to, token = call.contract } = payment;
  const common = { contract: token, selector: BALANCE_OF, access: 'read-write' } as const;
  const isFound = await addEntry(call, { ...common, keys: [from], why: 'balance of the payer' });
  await addEntry(call, { ...common, keys: [to], why: 'balance of the payee' });
  return isFound;
}

/** How much a spender may take. */
export async function addAllowance(
  call: TemplateCall,
  allowed: { readonly owner: Address; readonly spender: Address; readonly token?: Address },
): Promise<void> {
  const { owner, spender, token = call.contract } = allowed;
  const why = 'allowance of the spender';
  const common = { contract: token, access: 'read-write', why } as const;
  const isFound = await addEntry(call, { ...common, selector: ALLOWANCE, keys: [owner, spender] });
  if (isFound) return;
  await addEntry(call, {
    ...common,
    selector: TRANSFER_FROM,
    keys: [owner, spender, '0x0'],
    caller: spender,
    entry: [owner, spender],
  });
}
