/**
 * An ERC-721 token in the storage layout compilers give the usual library: owners at slot 2,
 * numbers of tokens at slot 3, approvals of tokens at slot 4, approvals of operators at slot 5.
 *
 * Owns `transferFrom`, `approve`, `setApprovalForAll`, the getters, the event of a transfer and
 * the reverts (EIP-721). No minting: tokens stand in the pre-state.
 */
import type { Address, Bytes, Bytes32 } from '#engine/api/index.js';
import { mappingSlot } from '../build/address.ts';
import { word } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';
import { encodeCall, selectorOf } from './calls.ts';
import { TRANSFER_TOPIC } from './erc20.ts';

const [OWNERS, COUNTS, APPROVALS, OPERATORS] = [2, 3, 4, 5];
const TRANSFER_FROM = 'transferFrom(address,address,uint256)';
const APPROVE = 'approve(address,uint256)';
const SET_APPROVAL_FOR_ALL = 'setApprovalForAll(address,bool)';
const OWNER_OF = 'ownerOf(uint256)';
const BALANCE_OF = 'balanceOf(address)';
const GET_APPROVED = 'getApproved(uint256)';
const IS_APPROVED_FOR_ALL = 'isApprovedForAll(address,address)';

/** Hashes the key on the stack with the base, leaving the slot of a mapping's entry. */
const entry = (base: number): string => `0 MSTORE  ${base} 0x20 MSTORE  0x40 0 KECCAK256`;
/** The slot of operators[key on the stack][second key], the second pushed in between. */
const operatorEntry = (second: string): string =>
  `${entry(OPERATORS)} 0x20 MSTORE  ${second} 0 MSTORE  0x40 0 KECCAK256`;

/** Runtime code. Reverts with no data on an unknown selector, a wrong owner or a stranger. */
export const ERC721: Bytes = assemble(`
  0 CALLDATALOAD 0xe0 SHR
  DUP1 ${selectorOf(TRANSFER_FROM)} EQ @transferFrom JUMPI
  DUP1 ${selectorOf(APPROVE)} EQ @approve JUMPI
  DUP1 ${selectorOf(SET_APPROVAL_FOR_ALL)} EQ @setApprovalForAll JUMPI
  DUP1 ${selectorOf(OWNER_OF)} EQ @ownerOf JUMPI
  DUP1 ${selectorOf(BALANCE_OF)} EQ @balanceOf JUMPI
  DUP1 ${selectorOf(GET_APPROVED)} EQ @getApproved JUMPI
  ${selectorOf(IS_APPROVED_FOR_ALL)} EQ @isApprovedForAll JUMPI
fail:
  0 0 REVERT

transferFrom:
  0x44 CALLDATALOAD ${entry(OWNERS)}                    ; owner slot
  DUP1 SLOAD 4 CALLDATALOAD EQ ISZERO @fail JUMPI
  ; the caller is the owner, or approved for the token, or an operator of the owner
  CALLER 4 CALLDATALOAD EQ @move JUMPI
  0x44 CALLDATALOAD ${entry(APPROVALS)} SLOAD CALLER EQ @move JUMPI
  4 CALLDATALOAD ${operatorEntry('CALLER')} SLOAD ISZERO @fail JUMPI
move:
  0x24 CALLDATALOAD SWAP1 SSTORE
  0 0x44 CALLDATALOAD ${entry(APPROVALS)} SSTORE        ; nobody is approved any more
  4 CALLDATALOAD ${entry(COUNTS)} DUP1 SLOAD 1 SWAP1 SUB SWAP1 SSTORE
  0x24 CALLDATALOAD ${entry(COUNTS)} DUP1 SLOAD 1 ADD SWAP1 SSTORE
  0x44 CALLDATALOAD 0x24 CALLDATALOAD 4 CALLDATALOAD ${TRANSFER_TOPIC} 0 0 LOG4
  STOP

approve:
  0x24 CALLDATALOAD ${entry(OWNERS)} SLOAD CALLER EQ ISZERO @fail JUMPI
  4 CALLDATALOAD 0x24 CALLDATALOAD ${entry(APPROVALS)} SSTORE
  STOP

setApprovalForAll:
  0x24 CALLDATALOAD CALLER ${operatorEntry('4 CALLDATALOAD')} SSTORE
  STOP

ownerOf:
  4 CALLDATALOAD ${entry(OWNERS)} SLOAD @answer JUMP
balanceOf:
  4 CALLDATALOAD ${entry(COUNTS)} SLOAD @answer JUMP
getApproved:
  4 CALLDATALOAD ${entry(APPROVALS)} SLOAD @answer JUMP
isApprovedForAll:
  4 CALLDATALOAD ${operatorEntry('0x24 CALLDATALOAD')} SLOAD
answer:
  0 MSTORE 0x20 0 RETURN
`);

/** Call data of `transferFrom`. */
export function tokenTransferCall(from: Address, to: Address, token: bigint): Bytes {
  return encodeCall(TRANSFER_FROM, from, to, token);
}

/** Call data of `approve`. */
export function tokenApproveCall(approved: Address, token: bigint): Bytes {
  return encodeCall(APPROVE, approved, token);
}

/** Call data of `setApprovalForAll`. */
export function operatorCall(operator: Address, isApproved: boolean): Bytes {
  return encodeCall(SET_APPROVAL_FOR_ALL, operator, isApproved ? 1n : 0n);
}

/** Storage in which each owner has these tokens, each token one owner. */
export function tokenOwners(
  owners: readonly (readonly [Address, readonly bigint[]])[],
): Readonly<Record<Bytes32, Bytes32>> {
  const counts = owners.map(([owner, tokens]): readonly [Bytes32, Bytes32] => {
    return [mappingSlot(owner, COUNTS), word(tokens.length)];
  });
  const owned = owners.flatMap(([owner, tokens]) =>
    tokens.map((token): readonly [Bytes32, Bytes32] => {
      return [mappingSlot(word(token), OWNERS), word(owner)];
    }),
  );
  const slots: Record<Bytes32, Bytes32> = Object.fromEntries([...counts, ...owned]);
  return slots;
}
