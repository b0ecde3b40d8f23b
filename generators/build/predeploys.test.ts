/**
 * The system contracts are those that the EIPs deploy.
 *
 * Each EIP signs its deployment with made-up numbers, so that the sender and with it the address
 * follow from the bytes: a wrong byte of code gives another address.
 */
import secp256k1 from 'secp256k1';
import { describe, expect, test } from 'vitest';
import type { Address, Bytes, Hex } from '#engine/api/index.js';
import { createAddress, hashOf } from '#generators/build/address.js';
import { signingHash } from '#generators/build/envelope.js';
import { FORKS } from '#generators/build/fork.js';
import { bytesToHex, concatHex, hexToBytes, word } from '#generators/build/hex.js';
import { keccak256 } from '#generators/build/keccak.js';
import {
  BEACON_ROOTS_ADDRESS,
  CONSOLIDATION_REQUEST_ADDRESS,
  DEPOSIT_CONTRACT_ADDRESS,
  HISTORY_STORAGE_ADDRESS,
  WITHDRAWAL_REQUEST_ADDRESS,
  predeploys,
} from '#generators/build/predeploys.js';

/** Of the contract whose source carries the metadata hash `dceca870...52b6`, solc 0.6.11. */
const DEPOSIT_CODE_HASH = '0x6c029a231254fadb724d63be769f75eedd66362df034a3e663252b49d062a666';

/** What the queues' init code stores first: no fee is due before the block after their own. */
const INHIBIT = `0x7f${'ff'.repeat(32)}5f55` as const;

interface Deployment {
  readonly address: Address;
  /** Init code before the runtime code. */
  readonly prologue: Bytes;
  readonly s: Hex;
}

const deployments: Readonly<Record<string, Deployment>> = {
  'EIP-4788': {
    address: BEACON_ROOTS_ADDRESS,
    prologue: '0x60618060095f395ff3',
    s: '0x1b9b6eb1f0',
  },
  'EIP-2935': {
    address: HISTORY_STORAGE_ADDRESS,
    prologue: '0x60538060095f395ff3',
    s: '0xaa12693182426612186309f02cfe8a80a0000',
  },
  'EIP-7002': {
    address: WITHDRAWAL_REQUEST_ADDRESS,
    prologue: concatHex(INHIBIT, '0x6101f880602d5f395ff3'),
    s: '0x5feeb084551e4e03a3581e269bc2ea2f8d0008',
  },
  'EIP-7251': {
    address: CONSOLIDATION_REQUEST_ADDRESS,
    prologue: concatHex(INHIBIT, '0x61019e80602d5f395ff3'),
    s: '0xc0730f92dc275b663d377a7cbb141b6600052',
  },
};

/** The address that the EIP's deployment transaction creates. */
function deployedAt({ prologue, s }: Deployment, code: Bytes): Address {
  const transaction = {
    type: '0x0',
    nonce: '0x0',
    gasPrice: '0xe8d4a51000',
    gas: '0x3d090',
    to: null,
    value: '0x0',
    input: concatHex(prologue, code),
  } as const;
  const signature = hexToBytes(concatHex(word('0x539'), word(s)));
  const key = secp256k1.ecdsaRecover(signature, 0, signingHash(transaction, null), false);
  return createAddress(bytesToHex(keccak256(key.subarray(1)).subarray(12)), 0);
}

describe('a system contract', () => {
  test.each(Object.entries(deployments))(
    'of %s has the code of its deployment',
    (_, deployment) => {
      const code = predeploys('Osaka').get(deployment.address)?.code ?? '0x';
      expect(deployedAt(deployment, code)).toBe(deployment.address);
      expect(deployedAt(deployment, `0x00${code.slice(4)}`)).not.toBe(deployment.address);
    },
  );

  test('for deposits has the code and the empty tree of the one on mainnet', () => {
    const contract = predeploys('Prague').get(DEPOSIT_CONTRACT_ADDRESS);
    expect(hashOf(contract?.code ?? '0x')).toBe(DEPOSIT_CODE_HASH);
    const storage = contract?.storage ?? {};
    expect(Object.keys(storage)).toHaveLength(31);
    expect(storage[word(0x22)]).toBe(
      '0xf5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b',
    );
    expect(storage[word(0x40)]).toBe(
      '0x985e929f70af28d0bdd1a90a808f977f597c7c778c489e98d3bd8910d31ac0f7',
    );
  });

  test('exists from its fork on', () => {
    const counts = FORKS.map((fork) => predeploys(fork).size);
    expect(counts).toEqual([0, 0, 0, 0, 1, 5, 5]);
  });
});
