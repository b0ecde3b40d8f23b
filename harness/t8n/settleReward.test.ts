/** Rewards of the command line. The state roots are go-ethereum 1.17.10's, on the same inputs. */
import { afterAll, describe, expect, test } from 'vitest';
import { createSerialEngine } from '#engine/index.js';
import {
  address,
  ALLOC,
  BENEFICIARY,
  CANCUN,
  createGethTool,
  type Input,
  LONDON,
  TX,
  withEnv,
} from '#harness/t8n/testing/gethTool.js';

const engine = createSerialEngine();
const { run } = createGethTool(engine);
afterAll(async () => {
  await engine.close?.();
});

describe('the reward is what the command line says', () => {
  const ommers = [
    { delta: 1, address: address('4') },
    { delta: 6, address: BENEFICIARY },
  ];
  const uncles = withEnv(LONDON, { ommers });
  const empty = { ...LONDON, txs: [], alloc: { ...ALLOC, [BENEFICIARY]: { balance: '0x0' } } };
  const free = { ...empty, txs: [{ ...TX, gasPrice: '0x10' }] };
  const merged = { ...CANCUN, txs: [], alloc: empty.alloc };

  test.each<[string, Input, bigint, string]>([
    ['nothing', LONDON, 0n, '0x0b80038253eec434680c05f5914379068bffeef3f2078941cd33f89fd5958409'],
    [
      'nothing, and nobody is touched',
      LONDON,
      -1n,
      '0x0b80038253eec434680c05f5914379068bffeef3f2078941cd33f89fd5958409',
    ],
    [
      'what the fork pays',
      LONDON,
      2_000_000_000_000_000_000n,
      '0x28d72076502b825c65d1afafc292feea70efedb89b6e0dd349fe68cde3c8dc67',
    ],
    [
      'nothing for uncles either',
      uncles,
      0n,
      '0x0b80038253eec434680c05f5914379068bffeef3f2078941cd33f89fd5958409',
    ],
    [
      'something else, uncles included',
      uncles,
      1001n,
      '0xaead91daec02e9462dc81fb085c876bda8b10baf2102c4c2def49349cbbdc531',
    ],
    [
      'an empty beneficiary goes',
      empty,
      0n,
      '0xcbfaaefbd1c017792cdf99ec0af292a9f9e109fc097028fe72f56cfd8c7888f9',
    ],
    [
      'an empty beneficiary stays',
      empty,
      -1n,
      '0x14e860775b88b815fa911a46c9da7117f8df758610c670522fbc59729f7acdba',
    ],
    [
      'a beneficiary that earned 0 goes',
      free,
      -1n,
      '0x3e4ce53af9e8a664b5f32b0dec7a5459ca29d9549c8e34132b43a889c9967c82',
    ],
    [
      'an empty beneficiary goes after Paris',
      merged,
      0n,
      '0xcbfaaefbd1c017792cdf99ec0af292a9f9e109fc097028fe72f56cfd8c7888f9',
    ],
    [
      'an empty beneficiary stays after Paris',
      merged,
      -1n,
      '0x14e860775b88b815fa911a46c9da7117f8df758610c670522fbc59729f7acdba',
    ],
  ])('%s', async (_what, input, reward, stateRoot) => {
    const fork = input === merged ? 'Cancun' : 'London';
    expect((await run(input, { reward, fork })).result['stateRoot']).toBe(stateRoot);
  });
});
