/**
 * Law: whatever the code and whatever it is called with, reading it ends within its limits and
 * throws nothing.
 *
 * Code is random bytes, random instructions with jumps that land, and programs written to be
 * endless. What is found is well formed, and the same each time.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Analysis, analyse } from '#engine/hints/staticAnalysis/analyser.js';
import { ANALYSIS_LIMITS } from '#engine/hints/staticAnalysis/limits.js';
import { hintsFromJSON, hintsToJSON } from '#engine/hints/hintCodec.js';
import { StaticHints } from '#engine/hints/staticHints.js';
import { playScene } from '#engine/hints/testing/hintScene.js';
import { bytesToHex, hexToBytes } from '#engine/primitives/bytes.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { SEED_NOTE, campaignSettings } from '#properties/campaign.js';

const RUNS = 300;
const SCENES = 60;

/** Instructions that matter to analysis, so that random code does not stop at its first opcode. */
const USEFUL: readonly number[] = [
  0x01, 0x03, 0x10, 0x14, 0x15, 0x16, 0x1c, 0x20, 0x30, 0x33, 0x34, 0x35, 0x36, 0x37, 0x39, 0x3d,
  0x3e, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x5a, 0x5b, 0x5e, 0x80, 0x81, 0x82, 0x90,
  0x91, 0xf0, 0xf1, 0xf3, 0xf4, 0xfa, 0xfd, 0xff,
];

/** Operands for the first instructions: most code would fail at once without. */
const FULL_STACK: readonly number[] = Array.from({ length: 12 }, (_, i) => [0x60, i]).flat();

const instruction: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...USEFUL).map((opcode) => [opcode]) },
  { weight: 3, arbitrary: fc.nat(255).map((byte) => [0x60, byte]) },
  // A destination, and jumps back to somewhere near the beginning.
  { weight: 1, arbitrary: fc.constant([0x5b]) },
  { weight: 2, arbitrary: fc.nat(40).map((place) => [0x5a, 0x60, place, 0x57]) },
);

const code: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc
    .array(instruction, { maxLength: 150 })
    .map((all) => Uint8Array.from([...FULL_STACK, ...all.flat()])),
);

function expectWithinLimits({ steps, paths, heldWrites }: Analysis): void {
  expect(steps).toBeLessThanOrEqual(ANALYSIS_LIMITS.steps);
  expect(paths).toBeLessThanOrEqual(ANALYSIS_LIMITS.paths);
  expect(heldWrites).toBeLessThanOrEqual(ANALYSIS_LIMITS.heldWrites + ANALYSIS_LIMITS.regionWrites);
}

test(`analysis of any code ends (${SEED_NOTE})`, () => {
  let branched = 0;
  fc.assert(
    fc.property(code, fc.option(fc.bigInt(0n, 2n ** 32n - 1n)), (bytes, selector) => {
      const analysis = analyse({ code: bytes, selector });
      expectWithinLimits(analysis);
      if (analysis.paths > 1) branched += 1;
    }),
    campaignSettings(RUNS),
  );

  expect(branched).toBeGreaterThan(RUNS / 20);
});

test(
  `hints of calls of any code are well formed (${SEED_NOTE})`,
  { timeout: 120_000 },
  async () => {
    let said = 0;
    await fc.assert(
      fc.asyncProperty(code, fc.uint8Array({ maxLength: 100 }), async (bytes, input) => {
        const chain = new ChainBuilder('Osaka');
        const to = chain.contract('any', bytesToHex(bytes));
        const call = { to, gas: 100_000n, input: bytesToHex(input) };
        const block = chain.block([chain.anyone(call)]);
        const { stage, transactions } = await playScene(block, chain.preState);
        const [only] = transactions;
        if (only === undefined) throw new Error('there is a transaction');
        const hints = await new StaticHints().of(only.transaction, stage.reader, stage.block);
        const again = await new StaticHints().of(only.transaction, stage.reader, stage.block);
        expect(again).toEqual(hints);
        expect(hintsFromJSON(hintsToJSON([hints]))).toEqual({ kind: 'read', value: [hints] });
        said += hints.length;
      }),
      campaignSettings(SCENES),
    );

    expect(said).toBeGreaterThan(SCENES);
  },
);

const SELF = addressNamed('endless');
const FORKS = Array.from({ length: 60 }, (_, i) => `GAS @l${i} JUMPI l${i}: ${i} SLOAD POP`);
const ENDLESS: readonly (readonly [string, string])[] = [
  ['runs in circles', 'loop: @loop JUMP'],
  ['runs in circles on a whim', 'loop: GAS @loop JUMPI @loop JUMP'],
  ['forks without end', `loop: ${'GAS 1 PC ADD PC ADD JUMPI '.repeat(20)} @loop JUMP`],
  ['forks at every step', `${FORKS.join(' ')} STOP`],
  ['fills the stack', 'loop: 1 @loop JUMP'],
  ['fills memory', '0 loop: DUP1 DUP1 MSTORE 0x20 ADD DUP1 0 KECCAK256 SLOAD POP @loop JUMP'],
  ['fills memory nobody knows where', 'loop: GAS GAS MSTORE GAS MLOAD SLOAD POP @loop JUMP'],
  ['hashes hashes', 'loop: 0x40 0 KECCAK256 0 MSTORE 0 MLOAD SLOAD 0x20 MSTORE @loop JUMP'],
  ['doubles', '1 SLOAD loop: DUP1 ADD DUP1 MUL DUP1 SLOAD POP @loop JUMP'],
  ['calls itself', `loop: 0 0 0 0 0 ${SELF} GAS CALL POP @loop JUMP`],
  ['calls itself with more', `loop: 0x4000 0 0x4000 0 0 ${SELF} GAS CALL POP @loop JUMP`],
  ['makes contracts', 'CODESIZE 0 0 CODECOPY loop: CODESIZE 0 0 CREATE POP @loop JUMP'],
  ['reads without end', '0 loop: 1 ADD DUP1 SLOAD POP @loop JUMP'],
  ['jumps beyond the end', '0xffffff JUMP'],
  ['asks for the largest memory', `0x${'ff'.repeat(32)} 0 KECCAK256 SLOAD POP`],
  ['copies from the largest place', `0x4000 0x${'ff'.repeat(32)} 0 CALLDATACOPY 0 MLOAD SLOAD`],
];

test.each(ENDLESS)('code that %s is read to an end', async (_, source) => {
  const bytes = assemble(source);
  expectWithinLimits(analyse({ code: hexToBytes(bytes), selector: null }));
  const chain = new ChainBuilder('Osaka');
  const to = chain.contract('endless', bytes);
  const block = chain.block([chain.anyone({ to, gas: 60_000n })]);
  const { stage, transactions } = await playScene(block, chain.preState);
  const [only] = transactions;
  if (only === undefined) throw new Error('there is a transaction');
  const hints = await new StaticHints().of(only.transaction, stage.reader, stage.block);
  expect(hints.length).toBeLessThan(10_000);
});
