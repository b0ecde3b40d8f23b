/**
 * Contracts that call others on their caller's behalf.
 *
 * Owns one relay for each kind of call. Each stores 1 plus the success flag at the slot it is told,
 * so that a failure inside does not fail the transaction and is still seen.
 */
import type { Address, Bytes } from '#engine/api/index.js';
import { concatHex } from '../build/hex.ts';
import { assemble } from '../assembly/assemble.ts';
import { encodeWords } from './calls.ts';

/** What the relay stores for a call that failed. */
export const CALL_FAILED = 1n;
/** What the relay stores for a call that succeeded. */
export const CALL_SUCCEEDED = 2n;

function relay(callWithValue: boolean, instruction: string): Bytes {
  return assemble(`
    ; call data: target, value, slot, then the input to pass on
    0x60 CALLDATASIZE SUB                       ; size
    DUP1 0x60 0 CALLDATACOPY
    0 0 DUP3 0                                  ; no output; input from memory 0
    ${callWithValue ? '0x20 CALLDATALOAD' : ''}
    0 CALLDATALOAD GAS ${instruction}
    1 ADD 0x40 CALLDATALOAD SSTORE
    STOP
  `);
}

/** Relays by CALL. */
export const CALL_RELAY: Bytes = relay(true, 'CALL');
/** Relays by CALLCODE. */
export const CALLCODE_RELAY: Bytes = relay(true, 'CALLCODE');
/** Relays by DELEGATECALL; the value is ignored. */
export const DELEGATECALL_RELAY: Bytes = relay(false, 'DELEGATECALL');
/** Relays by STATICCALL; the value is ignored. */
export const STATICCALL_RELAY: Bytes = relay(false, 'STATICCALL');

/** What a relay is asked to do. */
export interface RelayedCall {
  readonly target: Address;
  /** In wei; default 0. The relay must own it or be sent it. */
  readonly value?: bigint;
  /** Where the relay stores the outcome; default 0. */
  readonly slot?: bigint;
  readonly input?: Bytes;
}

/** Call data of every relay. */
export function relayCall(call: RelayedCall): Bytes {
  const { target, value = 0n, slot = 0n, input = '0x' } = call;
  return concatHex(encodeWords(target, value, slot), input);
}
