/**
 * Delegations: accounts that run someone else's code (EIP-7702).
 *
 * Owns the designator and the processing of a transaction's authorisation list, which happens
 * before the message runs and survives its failure. An invalid authorisation is skipped, never an
 * error.
 */
import type { Address, Authorization } from '../api/index.ts';
import { RLP } from '@ethereumjs/rlp';
import { bigIntToBytes, concatBytes, hexToBytes, padHex } from '../primitives/bytes.ts';
import { keccak256 } from '../state/keccak.ts';
import { SECP256K1_HALF_ORDER, recoverAddress } from './crypto.ts';
import { AUTHORIZATION, AUTHORIZATION_BASE } from './intrinsicGas.ts';
import type { RecordingView } from './recordingView.ts';

const DESIGNATOR = Uint8Array.of(0xef, 0x01, 0x00);
const DESIGNATOR_LENGTH = 23;
/** Domain byte of the signed message (EIP-7702 `MAGIC`). */
const MAGIC = Uint8Array.of(0x05);
const NO_ADDRESS = padHex('0x0', 20);
const MAX_NONCE = 2n ** 64n - 1n;

/** What an authorisation list did besides writing to the view. */
export interface AuthorizationOutcome {
  /** To add to the refund counter, in gas. */
  readonly gasRefund: bigint;
  /** Authorities whose accounts were read; they are warm afterwards. */
  readonly warmAddresses: readonly Address[];
}

/** Whether `code` is a delegation designator. */
export function isDelegation(code: Uint8Array): boolean {
  return code.length === DESIGNATOR_LENGTH && DESIGNATOR.every((byte, i) => code[i] === byte);
}

/** Applies an authorisation list, in order. */
export async function applyAuthorizations(
  authorizations: readonly Authorization[],
  view: RecordingView,
  chainId: bigint,
): Promise<AuthorizationOutcome> {
  const warmAddresses: Address[] = [];
  let gasRefund = 0n;
  for (const authorization of authorizations) {
    const authority = authorityOf(authorization, chainId);
    if (authority !== null) {
      warmAddresses.push(authority);
      gasRefund += await delegate(authority, authorization, view);
    }
  }
  return { gasRefund, warmAddresses };
}

/** Delegates one authority's account if its code and nonce allow; returns the gas refunded. */
async function delegate(
  authority: Address,
  { nonce, address }: Authorization,
  view: RecordingView,
): Promise<bigint> {
  const account = await view.account(authority);
  const code = await view.code(account);
  if (code.length > 0 && !isDelegation(code)) {
    return 0n;
  }
  if (account.readNonce() !== BigInt(nonce)) {
    return 0n;
  }
  const gasRefund = account.readExists() ? AUTHORIZATION - AUTHORIZATION_BASE : 0n;
  const target = padHex(address, 20);
  view.setCode(
    account,
    target === NO_ADDRESS ? new Uint8Array(0) : concatBytes(DESIGNATOR, hexToBytes(target)),
  );
  view.setNonce(account, BigInt(nonce) + 1n);
  return gasRefund;
}

/** Who signed, or `null` when the authorisation is void whatever the state. */
function authorityOf(authorization: Authorization, chainId: bigint): Address | null {
  const signedFor = BigInt(authorization.chainId);
  const isForThisChain = signedFor === 0n || signedFor === chainId;
  if (
    !isForThisChain ||
    BigInt(authorization.nonce) >= MAX_NONCE ||
    BigInt(authorization.s) > SECP256K1_HALF_ORDER ||
    BigInt(authorization.v) > 1n
  ) {
    return null;
  }
  const fields = [
    bigIntToBytes(signedFor),
    hexToBytes(padHex(authorization.address, 20)),
    bigIntToBytes(BigInt(authorization.nonce)),
  ];
  return recoverAddress({
    hash: keccak256(concatBytes(MAGIC, RLP.encode(fields))),
    yParity: Number(authorization.v),
    r: bigIntToBytes(BigInt(authorization.r)),
    s: bigIntToBytes(BigInt(authorization.s)),
  });
}
