/**
 * What kind of contract a call was for, by its selector.
 *
 * A table: owns the selectors of tokens and of exchanges that mainnet blocks are full of. What is
 * not in it counts as a call of some other contract.
 */
import type { BlockShape } from './blockShape.ts';

/** The contracts that stand for all others in a synthetic block. */
export type ContractClass = 'token' | 'exchange' | 'counter';

const TOKEN: readonly string[] = [
  '0xa9059cbb', // transfer
  '0x23b872dd', // transferFrom
  '0x095ea7b3', // approve
  '0xa22cb465', // setApprovalForAll
  '0x42842e0e', // safeTransferFrom
  '0xd0e30db0', // deposit, of wrapped ether
  '0x2e1a7d4d', // withdraw, of wrapped ether
];

const EXCHANGE: readonly string[] = [
  '0x7ff36ab5', // swapExactETHForTokens
  '0x18cbafe5', // swapExactTokensForETH
  '0x38ed1739', // swapExactTokensForTokens
  '0x8803dbee', // swapTokensForExactTokens
  '0x4a25d94a', // swapTokensForExactETH
  '0xfb3bdb41', // swapETHForExactTokens
  '0xb6f9de95', // swapExactETHForTokensSupportingFeeOnTransferTokens
  '0x791ac947', // swapExactTokensForETHSupportingFeeOnTransferTokens
  '0x5c11d795', // swapExactTokensForTokensSupportingFeeOnTransferTokens
  '0x414bf389', // exactInputSingle
  '0x5ae401dc', // multicall, of a router
  '0x3593564c', // execute with a deadline, of a universal router
  '0x24856bc3', // execute, of a universal router
  '0x5f575529', // swap, of a wallet's router
  '0x12aa3caf', // swap, of an aggregator
  '0x415565b0', // transformERC20
  '0xd9627aa4', // sellToUniswap
];

/** Init code begins like this, in place of a selector. */
const INIT_CODE = /^0x60..6040$/;

function classOf(selector: string): ContractClass {
  if (TOKEN.includes(selector)) return 'token';
  return EXCHANGE.includes(selector) ? 'exchange' : 'counter';
}

/** How many of a block's calls go to each class; calls beyond the counted selectors to counters. */
export function callsByClass({
  txs,
  plainTransfers,
  creations,
  topSelectors,
}: BlockShape): Readonly<Record<ContractClass, number>> {
  const calls = { token: 0, exchange: 0, counter: 0 };
  let counted = 0;
  for (const [selector, count] of topSelectors) {
    if (!INIT_CODE.test(selector)) {
      calls[classOf(selector)] += count;
      counted += count;
    }
  }
  calls.counter += Math.max(0, txs - plainTransfers - creations - counted);
  return calls;
}
