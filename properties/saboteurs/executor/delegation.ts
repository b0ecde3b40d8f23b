/**
 * Saboteurs of delegations (EIP-7702).
 *
 * Owns defects in which authorisations are valid and in what a valid one does.
 */
import type { Saboteur } from '../saboteur.ts';

const DELEGATION = 'evm/delegation.js';

/** Defects in the processing of authorisation lists. */
export const delegation: readonly Saboteur[] = [
  {
    id: 'delegation/nonce-not-counted',
    file: DELEGATION,
    find: 'view.setNonce(account, BigInt(nonce) + 1n);',
    replace: '',
    why: 'An authorisation can be used again.',
  },
  {
    id: 'delegation/nonce-not-checked',
    file: DELEGATION,
    find: 'if (account.readNonce() !== BigInt(nonce))',
    replace: 'if (false)',
    why: 'An authorisation with another nonce is applied.',
  },
  {
    id: 'delegation/any-chain-refused',
    file: DELEGATION,
    find: 'signedFor === 0n || signedFor === chainId',
    replace: 'signedFor === chainId',
    why: 'An authorisation for any chain is void.',
  },
  {
    id: 'delegation/other-chain-accepted',
    file: DELEGATION,
    find: 'signedFor === 0n || signedFor === chainId',
    replace: 'true',
    why: 'An authorisation for another chain is applied.',
  },
  {
    id: 'delegation/not-cleared',
    file: DELEGATION,
    find: 'target === NO_ADDRESS ? new Uint8Array(0) : ',
    replace: '',
    why: 'Delegating to the zero address leaves a delegation behind.',
  },
  {
    id: 'delegation/contract-overwritten',
    file: DELEGATION,
    find: 'code.length > 0 && !isDelegation(code)',
    replace: 'false',
    why: 'A contract can be turned into a delegation.',
  },
  {
    id: 'delegation/high-s-accepted',
    file: DELEGATION,
    find: 'BigInt(authorization.s) > SECP256K1_HALF_ORDER',
    replace: 'false',
    why: 'The other signature of the same authorisation is valid too.',
  },
];
