/** Block context: reading `Env`, and the blob base fee against `@ethereumjs/block`. */
import { createBlockHeader } from '@ethereumjs/block';
import { Common, Mainnet } from '@ethereumjs/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Block, Env } from '#engine/api/index.js';
import { blobBaseFee, blockContextOf } from '#engine/evm/blockContext.js';
import { rulesOf } from '#engine/evm/forkRules.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { word } from '#generators/build/hex.js';

function blockOf(fork: Block['fork'], env: Partial<Env> = {}): Block {
  return new ChainBuilder(fork).block([], { env });
}

describe('the blob base fee', () => {
  it.each(['Cancun', 'Prague', 'Osaka'] as const)('under %s is the one of stock', (fork) => {
    const common = new Common({ chain: Mainnet, hardfork: fork.toLowerCase() });
    const fraction = rulesOf(fork).blobs?.updateFraction ?? 0n;
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 29n }), (excess) => {
        const header = createBlockHeader({ excessBlobGas: excess }, { common });
        expect(blobBaseFee(excess, fraction)).toBe(header.getBlobGasPrice());
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('is one wei as long as no excess is left', () => {
    expect(blobBaseFee(0n, 3_338_477n)).toBe(1n);
  });

  it('follows the examples of EIP-4844', () => {
    expect(blobBaseFee(2_314_057n, 3_338_477n)).toBe(1n);
    expect(blobBaseFee(2_314_058n, 3_338_477n)).toBe(2n);
    expect(blobBaseFee(10n * 1024n * 1024n, 3_338_477n)).toBe(23n);
  });
});

describe('the context', () => {
  it('takes difficulty before Paris and ignores it afterwards', () => {
    const env = { currentDifficulty: '0x20000', currentRandom: word(5) } as const;
    expect(blockContextOf(blockOf('London', env))).toMatchObject({ difficulty: 0x20000n });
    expect(blockContextOf(blockOf('Paris', env))).toMatchObject({
      difficulty: 0n,
      prevRandao: word(5),
    });
  });

  it('has no base fee before London whatever the env says', () => {
    expect(blockContextOf(blockOf('Berlin', { currentBaseFee: '0x7' })).baseFee).toBe(0n);
    expect(blockContextOf(blockOf('London', { currentBaseFee: '0x7' })).baseFee).toBe(7n);
  });

  it('has no blob base fee before Cancun whatever the env says', () => {
    const env = { currentExcessBlobGas: '0xa00000' } as const;
    expect(blockContextOf(blockOf('Shanghai', env)).blobBaseFee).toBe(0n);
    expect(blockContextOf(blockOf('Cancun', env)).blobBaseFee).toBe(23n);
  });

  it('reads addresses and hashes in any spelling', () => {
    const env = { currentCoinbase: '0xABC', blockHashes: { '12': '0xF' } } as const;
    const context = blockContextOf(blockOf('Osaka', env));
    expect(context.beneficiary).toBe(`0x${'abc'.padStart(40, '0')}`);
    expect(context.blockHashes.get(12n)).toBe(word(15));
  });

  it('reads numbers of any size', () => {
    const env = {
      currentNumber: '0xffffffffffffffff',
      currentTimestamp: '0xffffffffffffffff',
    } as const;
    expect(blockContextOf(blockOf('Osaka', env))).toMatchObject({
      number: 2n ** 64n - 1n,
      timestamp: 2n ** 64n - 1n,
    });
  });

  it('of an unknown fork is refused by name', () => {
    const block = Object.assign(blockOf('Osaka'), { fork: 'Constantinople' });
    expect(() => blockContextOf(block)).toThrow('unknown fork "Constantinople"; known are Berlin');
  });

  it('does not take a property of all objects for a fork', () => {
    const block = Object.assign(blockOf('Osaka'), { fork: 'constructor' });
    expect(() => blockContextOf(block)).toThrow(RangeError);
  });
});

describe('an env that lacks what its fork requires', () => {
  it.each([
    ['Berlin', 'currentDifficulty'],
    ['London', 'currentBaseFee'],
    ['Paris', 'currentRandom'],
    ['Cancun', 'currentExcessBlobGas'],
    ['Osaka', 'parentBeaconBlockRoot'],
  ] as const)('is refused under %s for want of %s', (fork, field) => {
    const block = blockOf(fork);
    const env: Partial<Record<keyof Env, unknown>> = { ...block.env };
    delete env[field];
    const bare = Object.assign(structuredClone(block), { env });
    expect(() => blockContextOf(bare)).toThrow(`env.${field} is missing, and ${fork} requires it`);
  });

  it('and an excess of blob gas without end is refused at once', () => {
    const block = blockOf('Osaka', { currentExcessBlobGas: '0x10000000000' });
    expect(() => blockContextOf(block)).toThrow('beyond what fees can express');
  });
});
