/**
 * A genesis as clients read it from a file.
 *
 * Owns go-ethereum's form, which other clients take too: all forks up to the one asked for at the
 * beginning, blobs by their schedule (EIP-7840), fields of the header that nothing else tells.
 */
import type { Fork, Quantity } from '#engine/api/index.js';
import type { ChildBlock } from '#fixtures/export/childBlock.js';
import { canonicalAlloc, quantity } from '#fixtures/official/alloc.js';
import { DEPOSIT_CONTRACT_ADDRESS } from '#generators/build/predeploys.js';
import { isFrom } from '../../input/vocabulary.ts';

const FORKS_BY_BLOCK = [
  'homesteadBlock',
  'eip150Block',
  'eip155Block',
  'eip158Block',
  'byzantiumBlock',
  'constantinopleBlock',
  'petersburgBlock',
  'istanbulBlock',
  'muirGlacierBlock',
  'berlinBlock',
  'londonBlock',
  'arrowGlacierBlock',
  'grayGlacierBlock',
  'mergeNetsplitBlock',
] as const;

const FORKS_BY_TIME: readonly (readonly [Fork, string])[] = [
  ['Shanghai', 'shanghaiTime'],
  ['Cancun', 'cancunTime'],
  ['Prague', 'pragueTime'],
  ['Osaka', 'osakaTime'],
];

/** EIP-4844, EIP-7691, EIP-7892. */
const BLOB_SCHEDULE = {
  cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 },
  prague: { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 },
  osaka: { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 },
} as const;

/** The genesis below the block, as an object to be written as JSON. */
export function genesisFile({ genesis, input }: ChildBlock): object {
  const { fork, chainId } = input.block;
  const blobs =
    genesis.excessBlobGas === null || genesis.blobGasUsed === null
      ? {}
      : { excessBlobGas: hex(genesis.excessBlobGas), blobGasUsed: hex(genesis.blobGasUsed) };
  return {
    config: {
      chainId: Number(chainId),
      ...Object.fromEntries(FORKS_BY_BLOCK.map((name) => [name, 0])),
      ...Object.fromEntries(
        FORKS_BY_TIME.filter(([from]) => isFrom(fork, from)).map(([, name]) => [name, 0]),
      ),
      terminalTotalDifficulty: 0,
      terminalTotalDifficultyPassed: true,
      depositContractAddress: DEPOSIT_CONTRACT_ADDRESS,
      blobSchedule: BLOB_SCHEDULE,
    },
    parentHash: genesis.parentHash,
    number: hex(genesis.number),
    timestamp: hex(genesis.timestamp),
    gasLimit: hex(genesis.gasLimit),
    gasUsed: hex(genesis.gasUsed),
    baseFeePerGas: hex(genesis.baseFee ?? 0n),
    difficulty: hex(genesis.difficulty),
    coinbase: genesis.beneficiary,
    mixHash: genesis.mixHash,
    nonce: genesis.nonce,
    extraData: genesis.extraData,
    ...blobs,
    alloc: canonicalAlloc(input.preState),
  };
}

function hex(value: bigint): Quantity {
  return quantity(value);
}
