/**
 * Signed transactions and authorisations in the vocabulary of `engine/api`.
 *
 * Owns where a signature goes into each envelope, and the ways to spoil one. Does not choose
 * nonces, fees or gas: `chain.ts` does. EIP-155 (`v`), EIP-2 (high `s`), EIP-7702 (authorities).
 */
import type { Address, Authorization, Quantity, Transaction } from '#engine/api/index.js';
import { authorizationHash, signingHash } from './envelope.ts';
import type { UnsignedTransaction } from './envelope.ts';
import { quantity } from './hex.ts';
import { recoverSigner, SECP256K1_N, signHash } from './signer.ts';
import type { Signature, Signer } from './signer.ts';

/** How a legacy transaction is bound to a chain: by EIP-155, or not at all. */
export type ReplayProtection =
  { readonly kind: 'chain'; readonly chainId: Quantity } | { readonly kind: 'none' };

/** The signature as an envelope holds it; `vOffset` is added to the parity. */
function signatureFields(
  signature: Signature,
  vOffset: bigint,
): Pick<Transaction, 'v' | 'r' | 's'> {
  return {
    v: quantity(vOffset + BigInt(signature.yParity)),
    r: quantity(signature.r),
    s: quantity(signature.s),
  };
}

/** Signs a transaction. `protection` matters to legacy transactions only. */
export function signTransaction(
  unsigned: UnsignedTransaction,
  from: Signer,
  protection: ReplayProtection,
): Transaction {
  const isBound = unsigned.type === '0x0' && protection.kind === 'chain';
  const replayChainId = isBound ? protection.chainId : null;
  const signature = signHash(signingHash(unsigned, replayChainId), from.privateKey);
  if (unsigned.type !== '0x0') return { ...unsigned, ...signatureFields(signature, 0n) };
  const vOffset = replayChainId === null ? 27n : BigInt(replayChainId) * 2n + 35n;
  return { ...unsigned, ...signatureFields(signature, vOffset) };
}

/** What an authority agrees to. */
export interface AuthorizationRequest {
  /** Zero means any chain. */
  readonly chainId: Quantity;
  /** The code to run; the zero address clears. */
  readonly address: Address;
  readonly nonce: Quantity;
}

/** Signs an EIP-7702 authorisation. */
export function signAuthorization(request: AuthorizationRequest, authority: Signer): Authorization {
  const signature = signHash(authorizationHash(request), authority.privateKey);
  return { ...request, ...signatureFields(signature, 0n) };
}

/**
 * The other signature of the same key over the same hash: `s` in the upper half of the group,
 * which EIP-2 forbids. The recovered address stays the same, so only the range check can refuse it.
 */
export function withHighS<Signed extends Transaction | Authorization>(signed: Signed): Signed {
  const v = BigInt(signed.v);
  // A parity of 0 or 1 flips directly; 27/28 and EIP-155 values are odd for parity 0.
  const isParity = v < 27n;
  const parity = isParity ? v : (v + 1n) % 2n;
  const flipped = parity === 0n ? v + 1n : v - 1n;
  return { ...signed, v: quantity(flipped), s: quantity(SECP256K1_N - BigInt(signed.s)) };
}

/** Who signed a transaction, or `null` where its signature is none. */
export function senderOf(transaction: Transaction): Address | null {
  const v = BigInt(transaction.v);
  const isBound = transaction.type === '0x0' && v >= 35n;
  // 27 or 28, or twice the chain id and 35 or 36 (EIP-155); else the parity itself.
  const offset = transaction.type === '0x0' ? (isBound ? 35n : 27n) : 0n;
  const parity = isBound ? (v - offset) % 2n : v - offset;
  if (parity !== 0n && parity !== 1n) return null;
  const replayChainId = isBound ? quantity((v - offset) / 2n) : null;
  return recoverSigner(signingHash(transaction, replayChainId), {
    yParity: parity === 0n ? 0 : 1,
    r: BigInt(transaction.r),
    s: BigInt(transaction.s),
  });
}
