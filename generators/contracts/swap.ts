/**
 * A trade across three kinds of contract: a router, a pair with two reserves, two tokens.
 *
 * Owns the router and the pair; the tokens are `erc20.ts`. Trades one way, token 0 for token 1, on
 * the constant-product curve with a fee of 0.3 %.
 */
import type { Address, Bytes, Bytes32 } from '#engine/api/index.js';
import { word } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';
import { encodeCall, eventTopic, selectorOf } from './calls.ts';

const SWAP_TOPIC = eventTopic('Swap(address,uint256)');

/**
 * The pair. Storage: 0 reserve of token 0, 1 reserve of token 1, 2 and 3 the tokens.
 *
 * `swap(address to)` pays for whatever token 0 it holds beyond its reserve; reverts when that is
 * nothing.
 */
export const PAIR: Bytes = assemble(`
  ; what came in: token0.balanceOf(this) - reserve0
  ${selectorOf('balanceOf(address)')} 0xe0 SHL 0 MSTORE  ADDRESS 4 MSTORE
  0x20 0 0x24 0 2 SLOAD GAS STATICCALL ISZERO @fail JUMPI
  0 MLOAD 0 SLOAD                     ; balance0 reserve0
  DUP1 DUP3 SUB                       ; balance0 reserve0 in
  DUP1 ISZERO @fail JUMPI

  ; out = in * 997 * reserve1 / (reserve0 * 1000 + in * 997)
  997 MUL DUP1 SWAP2                  ; balance0 paid paid reserve0
  1000 MUL ADD SWAP1                  ; balance0 divisor paid
  1 SLOAD MUL DIV                     ; balance0 out

  DUP1 1 SLOAD SUB 1 SSTORE           ; reserve1 -= out
  SWAP1 0 SSTORE                      ; reserve0 = balance0
  0x40 MSTORE

  ; token1.transfer(to, out)
  ${selectorOf('transfer(address,uint256)')} 0xe0 SHL 0x60 MSTORE
  4 CALLDATALOAD 0x64 MSTORE  0x40 MLOAD 0x84 MSTORE
  0x20 0 0x44 0x60 0 3 SLOAD GAS CALL ISZERO @fail JUMPI

  4 CALLDATALOAD ${SWAP_TOPIC} 0x20 0x40 LOG2
  0x20 0x40 RETURN
fail:
  0 0 REVERT
`);

/**
 * The router. `swapExact(address pair, address token, uint256 amount)` moves the amount from the
 * caller to the pair, which needs an allowance for the router, and has the pair pay the caller.
 */
export const ROUTER: Bytes = assemble(`
  ; token.transferFrom(caller, pair, amount)
  ${selectorOf('transferFrom(address,address,uint256)')} 0xe0 SHL 0 MSTORE
  CALLER 4 MSTORE  4 CALLDATALOAD 0x24 MSTORE  0x44 CALLDATALOAD 0x44 MSTORE
  0x20 0 0x64 0 0 0x24 CALLDATALOAD GAS CALL ISZERO @fail JUMPI

  ; pair.swap(caller)
  ${selectorOf('swap(address)')} 0xe0 SHL 0 MSTORE  CALLER 4 MSTORE
  0x20 0 0x24 0 0 4 CALLDATALOAD GAS CALL ISZERO @fail JUMPI
  0x20 0 RETURN
fail:
  0 0 REVERT
`);

/** Call data of the router. */
export function swapCall(pair: Address, token: Address, amount: bigint): Bytes {
  return encodeCall('swapExact(address,address,uint256)', pair, token, amount);
}

/** The pre-state of a pair whose reserves are both `reserve`. */
export function pairStorage(
  tokens: readonly [Address, Address],
  reserve: bigint,
): Readonly<Record<Bytes32, Bytes32>> {
  return {
    [word(0)]: word(reserve),
    [word(1)]: word(reserve),
    [word(2)]: word(tokens[0]),
    [word(3)]: word(tokens[1]),
  };
}

/** What a pair pays for `amount` with these reserves before the trade. */
export function swapOutput(amount: bigint, reserves: readonly [bigint, bigint]): bigint {
  const paid = amount * 997n;
  return (paid * reserves[1]) / (reserves[0] * 1000n + paid);
}
