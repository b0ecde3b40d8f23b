/**
 * What is known of development nodes.
 *
 * Owns the differences that are theirs, each with the rule it breaks and who else was asked. They
 * are named in every certificate of such a node, and counted again after the day they expire.
 */
import type { KnownFailure } from '../../certify/knownFailures.ts';

const EXPIRES = '2027-12-31';

const COLLISION: KnownFailure = {
  caseId: 'creation/collision-with-storage',
  path: 'receipts[0].status',
  why:
    'revm creates at an address that has storage but neither nonce nor code, as go-ethereum 1.17' +
    ' does; EIP-7610 forbids it, and @ethereumjs/vm refuses it as we do. No chain under the rules' +
    ' of EIP-158 can come to such a state',
  owner: 'bluealloy/revm',
  link: 'https://eips.ethereum.org/EIPS/eip-7610',
  expires: EXPIRES,
};

/** anvil counts an authority that its pool has looked at as one that exists. */
const REFUNDS: readonly KnownFailure[] = [
  ['authorities/refund-by-existence', 'receipts[3].gasUsed'] as const,
  ['delegation-invalid/any-chain-beside-other-chain', 'receipts[0].gasUsed'] as const,
  ['delegation-invalid/carried-twice', 'receipts[0].gasUsed'] as const,
  ['transaction-types/set-code', 'receipts[1].gasUsed'] as const,
].map(([caseId, path]) => ({
  caseId,
  path,
  why:
    'anvil refunds PER_EMPTY_ACCOUNT_COST - PER_AUTH_BASE_COST for an authority that does not' +
    ' exist (EIP-7702 refunds only for one that does); EDR, on revm too, does not, nor do' +
    ' @ethereumjs/vm and go-ethereum',
  owner: 'foundry-rs/foundry',
  link: 'https://eips.ethereum.org/EIPS/eip-7702#gas-costs',
  expires: EXPIRES,
}));

/** Of EDR. */
export const KNOWN_OF_EDR: readonly KnownFailure[] = [COLLISION];

/** Of anvil. */
export const KNOWN_OF_ANVIL: readonly KnownFailure[] = [COLLISION, ...REFUNDS];
