/** Admission: room in the block, counted in order. */
import { beforeEach, describe, expect, it } from 'vitest';

import { Admission } from '#engine/evm/admission.js';
import { blockContextOf } from '#engine/evm/blockContext.js';
import { type DecodedTransaction, decodeTransaction } from '#engine/evm/decodedTransaction.js';
import { GAS_PER_BLOB } from '#engine/evm/forkRules.js';
import { addressNamed } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { NO_MESSAGE } from '#engine/evm/testing/messageEnd.js';

const chain = new ChainBuilder('Cancun');
const block = blockContextOf(chain.block([], { env: { currentGasLimit: '0x186a0' } }));
const BASE = decodeTransaction(chain.anyone({ type: '0x3', to: addressNamed('A'), gas: 1n }));

let admission: Admission;

beforeEach(() => {
  admission = new Admission(block);
});

function offer(gas: bigint, blobs: number): DecodedTransaction {
  return {
    ...BASE,
    gas,
    blobVersionedHashes: Array.from({ length: blobs }, () => '0x01' as const),
  };
}

function decide(gas: bigint, blobs = 0, gasUsed = gas): string {
  const outcome = {
    kind: 'executed',
    isSuccess: true,
    gasUsed,
    logs: [],
    contractAddress: null,
    message: NO_MESSAGE,
  } as const;
  const verdict = admission.decide(offer(gas, blobs), outcome);
  return verdict.isAdmitted ? 'admitted' : verdict.reason.replace('TransactionException.', '');
}

describe('admission', () => {
  it('asks for the limit and counts what was used', () => {
    expect(decide(100_000n, 0, 40_000n)).toBe('admitted');
    expect(decide(60_001n)).toBe('GAS_ALLOWANCE_EXCEEDED');
    expect(decide(60_000n)).toBe('admitted');
    expect(admission.gasUsed).toBe(100_000n);
  });

  it('counts nothing for a transaction that is left out', () => {
    decide(100_001n, 1);
    expect([admission.gasUsed, admission.blobGasUsed]).toEqual([0n, 0n]);
  });

  it('has room for six blobs in Cancun', () => {
    expect(decide(1n, 4)).toBe('admitted');
    expect(decide(1n, 3)).toBe('TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED');
    expect(decide(1n, 2)).toBe('admitted');
    expect(admission.blobGasUsed).toBe(6n * GAS_PER_BLOB);
  });

  it('names lack of room before what the account says, and after what the form says', () => {
    const reason = 'TransactionException.NONCE_IS_MAX';
    const stages = ['form', 'offer', 'account'] as const;
    const reasons = stages.map((stage) => {
      const verdict = admission.decide(offer(100_001n, 0), { kind: 'invalid', reason, stage });
      return verdict.isAdmitted ? null : verdict.reason;
    });
    const shortage = 'TransactionException.GAS_ALLOWANCE_EXCEEDED';
    expect(reasons).toEqual([reason, shortage, shortage]);
  });

  it('passes an invalid outcome on where there is room', () => {
    const reason = 'TransactionException.INVALID_CHAINID';
    const outcome = { kind: 'invalid', reason, stage: 'offer' } as const;
    expect(admission.decide(offer(1n, 0), outcome)).toEqual({ isAdmitted: false, reason });
  });
});
