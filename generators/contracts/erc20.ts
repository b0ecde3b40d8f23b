/**
 * An ERC-20 token in the storage layout compilers give the usual library: balances at slot 0,
 * allowances at slot 1.
 *
 * Owns `transfer`, `transferFrom`, `approve`, `balanceOf`, their events and their reverts (EIP-20).
 * No minting: balances stand in the pre-state.
 */
import type { Address, Bytes, Bytes32 } from '#engine/api/index.js';
import { mappingSlot } from '../build/address.ts';
import { word } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';
import { encodeCall, eventTopic, selectorOf } from './calls.ts';

const BALANCES = 0;
const ALLOWANCES = 1;
const TRANSFER = 'transfer(address,uint256)';
const TRANSFER_FROM = 'transferFrom(address,address,uint256)';
const APPROVE = 'approve(address,uint256)';
const BALANCE_OF = 'balanceOf(address)';

/** First topic of the log of a transfer. */
export const TRANSFER_TOPIC: Bytes32 = eventTopic('Transfer(address,address,uint256)');
const APPROVAL_TOPIC = eventTopic('Approval(address,address,uint256)');

/** Runtime code. Reverts with no data on an unknown selector, balance or allowance too small. */
export const ERC20: Bytes = assemble(`
  0 CALLDATALOAD 0xe0 SHR
  DUP1 ${selectorOf(TRANSFER)} EQ @transfer JUMPI
  DUP1 ${selectorOf(TRANSFER_FROM)} EQ @transferFrom JUMPI
  DUP1 ${selectorOf(APPROVE)} EQ @approve JUMPI
  ${selectorOf(BALANCE_OF)} EQ @balanceOf JUMPI
fail:
  0 0 REVERT

; Memory: 0x00 and 0x20 are hashed for slots; 0x40 from, 0x60 to, 0x80 amount.

transfer:
  CALLER           0x40 MSTORE
  0x04 CALLDATALOAD 0x60 MSTORE
  0x24 CALLDATALOAD 0x80 MSTORE
  @move JUMP

transferFrom:
  0x04 CALLDATALOAD 0x40 MSTORE
  0x24 CALLDATALOAD 0x60 MSTORE
  0x44 CALLDATALOAD 0x80 MSTORE
  ; the slot of allowances[from][caller]
  0x40 MLOAD 0 MSTORE  ${ALLOWANCES} 0x20 MSTORE  0x40 0 KECCAK256
  0x20 MSTORE  CALLER 0 MSTORE  0x40 0 KECCAK256          ; slot
  DUP1 SLOAD                                              ; slot allowance
  0x80 MLOAD DUP2 LT @fail JUMPI
  0x80 MLOAD SWAP1 SUB SWAP1 SSTORE

move:
  0x40 MLOAD 0 MSTORE  ${BALANCES} 0x20 MSTORE  0x40 0 KECCAK256
  DUP1 SLOAD                                              ; slot balance
  0x80 MLOAD DUP2 LT @fail JUMPI
  0x80 MLOAD SWAP1 SUB SWAP1 SSTORE
  ; The receiver's balance is read after the sender's is written: they may be one account.
  0x60 MLOAD 0 MSTORE  0x40 0 KECCAK256
  DUP1 SLOAD 0x80 MLOAD ADD SWAP1 SSTORE
  0x60 MLOAD 0x40 MLOAD ${TRANSFER_TOPIC} 0x20 0x80 LOG3
  @succeed JUMP

approve:
  CALLER 0 MSTORE  ${ALLOWANCES} 0x20 MSTORE  0x40 0 KECCAK256
  0x20 MSTORE  0x04 CALLDATALOAD 0 MSTORE  0x40 0 KECCAK256  ; slot
  0x24 CALLDATALOAD DUP1 0x80 MSTORE SWAP1 SSTORE
  0x04 CALLDATALOAD CALLER ${APPROVAL_TOPIC} 0x20 0x80 LOG3

succeed:
  1 0 MSTORE 0x20 0 RETURN

balanceOf:
  0x04 CALLDATALOAD 0 MSTORE  ${BALANCES} 0x20 MSTORE
  0x40 0 KECCAK256 SLOAD 0 MSTORE 0x20 0 RETURN
`);

/** Call data of `transfer`. */
export function transferCall(to: Address, amount: bigint): Bytes {
  return encodeCall(TRANSFER, to, amount);
}

/** Call data of `transferFrom`. */
export function transferFromCall(from: Address, to: Address, amount: bigint): Bytes {
  return encodeCall(TRANSFER_FROM, from, to, amount);
}

/** Call data of `approve`. */
export function approveCall(spender: Address, amount: bigint): Bytes {
  return encodeCall(APPROVE, spender, amount);
}

/** Where the balance of `holder` stands. */
export function balanceSlot(holder: Address): Bytes32 {
  return mappingSlot(holder, BALANCES);
}

/** Where it stands how much `spender` may take from `holder`. */
export function allowanceSlot(holder: Address, spender: Address): Bytes32 {
  return mappingSlot(spender, mappingSlot(holder, ALLOWANCES));
}

/** Storage in which each holder owns its amount; zero amounts are left out. */
export function tokenBalances(
  holders: readonly (readonly [Address, bigint])[],
): Readonly<Record<Bytes32, Bytes32>> {
  const owned = holders.filter(([, amount]) => amount > 0n);
  return Object.fromEntries(owned.map(([holder, amount]) => [balanceSlot(holder), word(amount)]));
}
