/**
 * System calls: contracts that the protocol itself calls around a block's transactions.
 *
 * Owns the calls before the transactions (EIP-4788 beacon roots, EIP-2935 block hashes) and the two
 * that collect requests after them (EIP-7002 withdrawals, EIP-7251 consolidations). They run in the
 * EVM like any message, but pay nothing and count in no block gas.
 */
import type { Address, BlockReason, Bytes32 } from '../api/index.ts';
import { hexToBytes, padHex } from '../primitives/bytes.ts';
import type { Write, WriteSet } from '../primitives/writes.ts';
import type { CommittedState } from '../state/committedState.ts';
import { EMPTY_CODE_HASH } from '../primitives/emptyCode.ts';
import type { BlockContext } from './blockContext.ts';
import type { EVMCore } from './core.ts';
import { RecordingView } from './recordingView.ts';

const SYSTEM_ADDRESS: Address = '0xfffffffffffffffffffffffffffffffffffffffe';
const BEACON_ROOTS: Address = '0x000f3df6d732807ef1319fb7b8bb8522d0beac02';
const HISTORY_STORAGE: Address = '0x0000f90827f1c53a10cb7a02335b175320002935';
/** EIP-7002 and EIP-7251 predeploys with their request types, in request order. */
const REQUEST_CONTRACTS: readonly { readonly type: number; readonly address: Address }[] = [
  { type: 1, address: '0x00000961ef480eb55e80d19ad83579a64c007002' },
  { type: 2, address: '0x0000bbddc7ce488642fb579f8b00f3a590007251' },
];
const SYSTEM_GAS = 30_000_000n;
const NO_HASH: Bytes32 = padHex('0x0', 32);

/** What a block is executed with. */
export interface BlockMachine {
  readonly core: EVMCore;
  readonly block: BlockContext;
  readonly state: CommittedState;
}

/** Requests of one type (EIP-7685). */
export interface RequestData {
  readonly type: number;
  readonly data: Uint8Array;
}

/** Requests, or the rule that makes the block invalid. */
export type CollectedRequests =
  | { readonly kind: 'collected'; readonly requests: readonly RequestData[] }
  | { readonly kind: 'invalid'; readonly reason: BlockReason };

/**
 * Runs the calls at TxIndex -1; a contract that is not there is passed over in silence. Returns
 * what they wrote, applied already.
 */
export async function runOpeningCalls(machine: BlockMachine): Promise<WriteSet> {
  const { block } = machine;
  const writes: Write[] = [];
  if (block.rules.hasBeaconRoot) {
    const input = hexToBytes(block.parentBeaconBlockRoot);
    writes.push(...(await call(machine, BEACON_ROOTS, input)).writes);
  }
  if (block.rules.hasRequests && block.number > 0n) {
    // A parent that the env does not name is stored as zero: the call itself is unconditional.
    const parentHash = block.blockHashes.get(block.number - 1n) ?? NO_HASH;
    writes.push(...(await call(machine, HISTORY_STORAGE, hexToBytes(parentHash))).writes);
  }
  return writes;
}

/** Collects the requests that transactions queued in the predeploys. */
export async function collectQueuedRequests(machine: BlockMachine): Promise<CollectedRequests> {
  const requests: RequestData[] = [];
  for (const { type, address } of REQUEST_CONTRACTS) {
    if (machine.state.account(address).codeHash === EMPTY_CODE_HASH) {
      return { kind: 'invalid', reason: 'BlockException.SYSTEM_CONTRACT_EMPTY' };
    }
    const { returned } = await call(machine, address, new Uint8Array(0));
    if (returned === null) {
      return { kind: 'invalid', reason: 'BlockException.SYSTEM_CONTRACT_CALL_FAILED' };
    }
    requests.push({ type, data: returned });
  }
  return { kind: 'collected', requests };
}

/** What a system call did. */
interface CallEffect {
  /** The output, or `null` when the call failed or there is no contract. */
  readonly returned: Uint8Array | null;
  readonly writes: WriteSet;
}

/** Calls a contract as the system and applies what it writes. */
async function call(
  { core, block, state }: BlockMachine,
  to: Address,
  input: Uint8Array,
): Promise<CallEffect> {
  if (state.account(to).codeHash === EMPTY_CODE_HASH) {
    return { returned: null, writes: [] };
  }
  const view = new RecordingView(state);
  const message = {
    sender: SYSTEM_ADDRESS,
    to,
    value: 0n,
    input,
    gas: SYSTEM_GAS,
    gasBefore: 0n,
    gasPrice: 0n,
    blobVersionedHashes: [],
    warmAddresses: [],
    warmSlots: [],
  };
  const outcome = await core.run(message, view, block);
  await view.removeTouchedEmpty();
  const { writes } = view.finish();
  state.apply(writes);
  return { returned: outcome.isSuccess ? outcome.returned : null, writes };
}
