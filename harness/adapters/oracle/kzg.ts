/**
 * KZG proof verification for the point evaluation precompile (EIP-4844).
 *
 * Owns the one function execution needs. Stock code ships no KZG library and asks for one; blobs
 * themselves never reach execution, so everything about them is refused.
 */
import { type KZG, hexToBytes } from '@ethereumjs/util';
import { bls12_381 } from '@noble/curves/bls12-381.js';

const { G1, G2, fields } = bls12_381;

/** `[τ]₂` of the mainnet trusted setup: element 1 of its G2 monomials. */
const TAU_G2 =
  'b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa8' +
  '1009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72' +
  '185cbfee53492714734429b7b38608e23926c911cceceac9' +
  'a36851477ba4c60b087041de621000edc98edada20c1def2';

type G1Point = ReturnType<typeof G1.Point.fromHex>;
type G2Point = ReturnType<typeof G2.Point.fromHex>;

/** The EIP's name for malformed input; the precompile turns it into a failed call. */
const BAD_ARGUMENTS = 'C_KZG_BADARGS';

function scalarFromHex(hex: string, name: string): bigint {
  const scalar = BigInt(hex);
  if (scalar >= fields.Fr.ORDER) {
    throw new Error(`${BAD_ARGUMENTS}: ${name} is not a field element`);
  }
  return scalar;
}

function pointFromHex(hex: string, name: string): G1Point {
  try {
    const point = G1.Point.fromBytes(hexToBytes(`0x${hex.replace(/^0x/, '')}`));
    point.assertValidity();
    return point;
  } catch (cause) {
    // The library calls the point at infinity invalid; for KZG it is a commitment to zero.
    if (/^0xc0(00){47}$/.test(hex)) return G1.Point.ZERO;
    throw new Error(`${BAD_ARGUMENTS}: ${name} is not a point of the group`, {
      cause,
    });
  }
}

/** `point · scalar` for any scalar: the library refuses zero. */
function times<P extends { multiply(scalar: bigint): P }>(point: P, scalar: bigint, zero: P): P {
  return scalar === 0n ? zero : point.multiply(scalar);
}

function pairsToOne(pairs: readonly { readonly g1: G1Point; readonly g2: G2Point }[]): boolean {
  const finite = pairs.filter(({ g1, g2 }) => !g1.is0() && !g2.is0());
  const product = bls12_381.pairingBatch([...finite]);
  return fields.Fp12.eql(product, fields.Fp12.ONE);
}

/**
 * Whether the polynomial committed to takes value `y` at `z`: `e(C - [y]₁, [1]₂) = e(π, [τ - z]₂)`.
 *
 * @throws Error starting with `C_KZG_BADARGS` on malformed points and scalars
 */
function verifyProof(...[commitment, z, y, proof]: Parameters<KZG['verifyProof']>): boolean {
  const committed = pointFromHex(commitment, 'commitment');
  const quotient = pointFromHex(proof, 'proof');
  const value = times(G1.Point.BASE, scalarFromHex(y, 'y'), G1.Point.ZERO);
  const shift = times(G2.Point.BASE, scalarFromHex(z, 'z'), G2.Point.ZERO);
  return pairsToOne([
    { g1: committed.subtract(value).negate(), g2: G2.Point.BASE },
    { g1: quotient, g2: G2.Point.fromHex(TAU_G2).subtract(shift) },
  ]);
}

function refuse(): never {
  throw new Error('blobs take no part in execution');
}

/** What goes into `customCrypto.kzg`. */
export const kzg: KZG = {
  verifyProof,
  blobToKzgCommitment: refuse,
  computeBlobProof: refuse,
  verifyBlobProofBatch: refuse,
  computeCells: refuse,
  computeCellsAndProofs: refuse,
  recoverCellsAndProofs: refuse,
  verifyCellKzgProofBatch: refuse,
};
