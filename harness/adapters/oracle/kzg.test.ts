/**
 * Point evaluation, against a proof that others made.
 *
 * The vector is the one clients test the precompile with (EIP-4844, point evaluation): a commitment
 * to a polynomial of degree above zero, so that the trusted setup takes part.
 */
import { describe, expect, test } from 'vitest';
import { kzg } from '#harness/adapters/oracle/kzg.js';

const Z = '0x564c0a11a0f704f4fc3e8acfe0f8245f0ad1347b378fbf96e206da11a5d36306';
const Y = '0x24d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1';
const COMMITMENT =
  '0x8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481b' +
  'c22f91b4aaffcca25f26936857bc3a7c2539ea8ec3a952b7';
const PROOF =
  '0x873033e038326e87ed3e1276fd140253fa08e9fc25fb2d9a' +
  '98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a';
const INFINITY = `0xc0${'00'.repeat(47)}`;
const ZERO = `0x${'00'.repeat(32)}`;
const FIELD_ORDER = '0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001';

describe('a proof', () => {
  test('holds for the value it was made for', () => {
    expect(kzg.verifyProof(COMMITMENT, Z, Y, PROOF)).toBe(true);
  });

  test.each([
    ['another value', [COMMITMENT, Z, ZERO, PROOF]],
    ['another point', [COMMITMENT, ZERO, Y, PROOF]],
    ['another commitment', [PROOF, Z, Y, PROOF]],
    ['another proof', [COMMITMENT, Z, Y, COMMITMENT]],
    ['the empty proof', [COMMITMENT, Z, Y, INFINITY]],
  ] as const)('does not hold for %s', (_, [commitment, z, y, proof]) => {
    expect(kzg.verifyProof(commitment, z, y, proof)).toBe(false);
  });

  test('that zero is zero everywhere is empty', () => {
    expect(kzg.verifyProof(INFINITY, Z, ZERO, INFINITY)).toBe(true);
    expect(kzg.verifyProof(INFINITY, ZERO, ZERO, INFINITY)).toBe(true);
    expect(kzg.verifyProof(INFINITY, Z, Y, INFINITY)).toBe(false);
  });
});

test.each([
  ['a z outside the field', [COMMITMENT, FIELD_ORDER, Y, PROOF]],
  ['a y outside the field', [COMMITMENT, Z, FIELD_ORDER, PROOF]],
  ['a commitment that is no point', [`0x8f${'11'.repeat(47)}`, Z, Y, PROOF]],
  ['a proof that is no point', [COMMITMENT, Z, Y, `0x${'00'.repeat(48)}`]],
] as const)('%s is a bad argument', (_, [commitment, z, y, proof]) => {
  expect(() => kzg.verifyProof(commitment, z, y, proof)).toThrow(/^C_KZG_BADARGS/);
});

test('blobs themselves are refused', () => {
  expect(() => kzg.blobToKzgCommitment('0x')).toThrow('blobs take no part in execution');
});
