/**
 * Saboteurs of the gas: what a transaction is charged beside its opcodes.
 *
 * Owns defects of intrinsic gas, refunds (EIP-3529, EIP-7702) and the calldata floor (EIP-7623).
 */
import type { Saboteur } from '../saboteur.ts';

const EXECUTOR = 'evm/executor.js';
const INTRINSIC = 'evm/intrinsicGas.js';

/** Defects in the gas used. */
export const gas: readonly Saboteur[] = [
  {
    id: 'gas/refund-dropped',
    file: EXECUTOR,
    find: 'message.gasRefund + authorizationRefund',
    replace: 'authorizationRefund',
    why: 'Clearing a slot earns nothing.',
  },
  {
    id: 'gas/authorisation-refund-dropped',
    file: EXECUTOR,
    find: 'message.gasRefund + authorizationRefund',
    replace: 'message.gasRefund',
    why: 'Delegating an account that exists costs as much as one that does not.',
  },
  {
    id: 'gas/refund-without-limit',
    file: EXECUTOR,
    find: 'refund < refundMax ? refund : refundMax',
    replace: 'refund',
    why: 'Refunds are not limited to a share of the gas used.',
  },
  {
    id: 'gas/refund-quotient-of-berlin',
    file: 'evm/forkRules.js',
    find: 'refundQuotient: 5n',
    replace: 'refundQuotient: 2n',
    why: 'Half of the gas used can be refunded after London, not a fifth.',
  },
  {
    id: 'gas/refund-quotient-of-london',
    file: 'evm/forkRules.js',
    find: 'refundQuotient: 2n',
    replace: 'refundQuotient: 5n',
    fork: 'Berlin',
    why: 'A fifth of the gas used can be refunded in Berlin, not half.',
  },
  {
    id: 'gas/floor-ignored',
    file: EXECUTOR,
    find: 'return charged > gas.floor ? charged : gas.floor;',
    replace: 'return charged;',
    why: 'Calldata sets no floor under the gas used.',
  },
  {
    id: 'gas/floor-under-what-was-spent',
    file: EXECUTOR,
    find: 'return charged > gas.floor ? charged : gas.floor;',
    replace: 'return spent > gas.floor ? charged : gas.floor;',
    why: 'A refund can take the gas used below the floor.',
  },
  {
    id: 'gas/zero-bytes-full-price',
    file: INTRINSIC,
    find: 'const ZERO_BYTE = 4n;',
    replace: 'const ZERO_BYTE = 16n;',
    why: 'Zero bytes of calldata cost as much as others.',
  },
  {
    id: 'gas/floor-counts-bytes',
    file: INTRINSIC,
    find: 'zeroBytes + 4n * nonzeroBytes',
    replace: 'zeroBytes + nonzeroBytes',
    why: 'The floor counts bytes instead of tokens.',
  },
  {
    id: 'gas/initcode-word-lost',
    file: INTRINSIC,
    find: 'Math.ceil(input.length / 32)',
    replace: 'Math.floor(input.length / 32)',
    why: 'The last, incomplete word of initcode is free.',
  },
  {
    id: 'gas/access-list-slots-for-free',
    file: INTRINSIC,
    find: ' + BigInt(slots) * ACCESS_LIST_SLOT',
    replace: '',
    why: 'Slots of an access list are not paid for.',
  },
  {
    id: 'gas/authorisations-half-price',
    file: INTRINSIC,
    find: 'transaction.authorizations.length) * AUTHORIZATION;',
    replace: 'transaction.authorizations.length) * AUTHORIZATION_BASE;',
    why: 'An authorisation costs at once what is left after its refund.',
  },
];
