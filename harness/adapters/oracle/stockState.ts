/**
 * The state as a Merkle Patricia trie of `@ethereumjs/statemanager`, in and out.
 *
 * Owns loading an `Alloc` and dumping one. A secure trie forgets addresses and slots, so the key
 * hashing function is observed and every preimage kept; the dump walks the committed trie itself
 * and fails on a leaf it cannot name, hence no account and no slot can be lost.
 */
import type { Common } from '@ethereumjs/common';
import { ExtensionMPTNode, LeafMPTNode, MerklePatriciaTrie } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { Caches, MerkleStateManager } from '@ethereumjs/statemanager';
import {
  type PrefixedHexString,
  bigIntToHex,
  bytesToHex,
  createAccount,
  createAccountFromRLP,
  createAddressFromString,
  equalsBytes,
  hexToBytes,
  setLengthLeft,
} from '@ethereumjs/util';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Address, Alloc, AllocAccount, Bytes32, Hex } from '#engine/api/index.js';

/** Hash to what was hashed, for addresses and slots. */
type Preimages = Map<PrefixedHexString, Uint8Array>;

/** How a trie names a child: by hash, or as the child itself where that is shorter. */
type NodeReference = Parameters<MerklePatriciaTrie['lookupNode']>[0];

/** A stock state, with what it takes to read it back by name. */
export interface StockState {
  readonly manager: MerkleStateManager;
  readonly trie: MerklePatriciaTrie;
  readonly preimages: Preimages;
}

/** Default keccak that remembers what it hashed if that can be an address or a slot. */
function createObservedKeccak(preimages: Preimages): (message: Uint8Array) => Uint8Array {
  return (message) => {
    const hash = keccak_256(message);
    if (message.length === 20 || message.length === 32) {
      preimages.set(bytesToHex(hash), Uint8Array.from(message));
    }
    return hash;
  };
}

/** An empty state with the caches ethereumjs itself runs blocks with. */
function createStockState(common: Common): StockState {
  const preimages: Preimages = new Map();
  const trie = new MerklePatriciaTrie({
    useKeyHashing: true,
    useKeyHashingFunction: createObservedKeccak(preimages),
    common,
  });
  const manager = new MerkleStateManager({
    common,
    trie,
    caches: new Caches(),
  });
  return { manager, trie, preimages };
}

/** Loads every account of an alloc, empty ones included, and writes it to the trie. */
export async function loadAlloc(alloc: Alloc, common: Common): Promise<StockState> {
  const state = createStockState(common);
  const { manager } = state;
  for (const [key, account] of Object.entries(alloc)) {
    const address = createAddressFromString(key);
    await manager.putAccount(
      address,
      createAccount({
        nonce: BigInt(account.nonce ?? '0x0'),
        balance: BigInt(account.balance),
      }),
    );
    const code = hexToBytes(account.code ?? '0x');
    if (code.length > 0) await manager.putCode(address, code);
    for (const [slot, value] of Object.entries(account.storage ?? {})) {
      if (BigInt(value) === 0n) continue;
      await manager.putStorage(address, slotToBytes(slot), quantityToBytes(value));
    }
  }
  await manager.flush();
  return state;
}

function quantityToBytes(value: string): Uint8Array {
  const digits = BigInt(value).toString(16);
  return hexToBytes(`0x${digits.padStart(digits.length + (digits.length % 2), '0')}`);
}

function slotToBytes(slot: string): Uint8Array {
  return setLengthLeft(quantityToBytes(slot), 32);
}

/**
 * The whole committed state under `root`, in ascending order of address and slot.
 *
 * @throws Error when a leaf has no known preimage or no code, which would be a defect here
 */
export async function dumpAlloc(state: StockState, root: Uint8Array): Promise<Alloc> {
  // Forgets what the manager holds in memory: the dump reads what the root commits to.
  await state.manager.setStateRoot(root);
  const accounts: [Address, AllocAccount][] = [];
  for await (const [hash, rlp] of leaves(state.trie, root)) {
    const address = preimageOf(state, hash);
    accounts.push([address, await dumpAccount(state, address, rlp)]);
  }
  return Object.fromEntries(accounts.sort(byKey));
}

async function dumpAccount(
  state: StockState,
  address: Address,
  rlp: Uint8Array,
): Promise<AllocAccount> {
  const account = createAccountFromRLP(rlp);
  const code = await state.manager.getCode(createAddressFromString(address));
  if (account.isContract() && code.length === 0) throw new Error(`no code known for ${address}`);
  const slots: [Bytes32, Bytes32][] = [];
  for await (const [hash, value] of leaves(state.trie, account.storageRoot)) {
    slots.push([preimageOf(state, hash), storedValueToHex(value)]);
  }
  return {
    balance: bigIntToHex(account.balance),
    ...(account.nonce === 0n ? {} : { nonce: bigIntToHex(account.nonce) }),
    ...(code.length === 0 ? {} : { code: bytesToHex(code) }),
    ...(slots.length === 0 ? {} : { storage: Object.fromEntries(slots.sort(byKey)) }),
  };
}

/**
 * Every leaf under a node: hashed key and value. The walks that the trie offers skip a node they
 * cannot find and, among those embedded in their parents, even nodes that are there.
 */
export async function* leaves(
  trie: MerklePatriciaTrie,
  reference: NodeReference,
  path: readonly number[] = [],
): AsyncGenerator<[key: PrefixedHexString, value: Uint8Array], void, undefined> {
  if (reference instanceof Uint8Array && equalsBytes(reference, trie.EMPTY_TRIE_ROOT)) return;
  const node = await trie.lookupNode(reference);
  if (node instanceof LeafMPTNode) {
    yield [nibblesToHex([...path, ...node.key()]), node.value()];
  } else if (node instanceof ExtensionMPTNode) {
    yield* leaves(trie, node.value(), [...path, ...node.key()]);
  } else {
    for (const [nibble, child] of node.getChildren()) {
      yield* leaves(trie, child, [...path, nibble]);
    }
  }
}

function nibblesToHex(nibbles: readonly number[]): PrefixedHexString {
  return `0x${nibbles.map((nibble) => nibble.toString(16)).join('')}`;
}

function preimageOf(state: StockState, hash: PrefixedHexString): Hex {
  const preimage = state.preimages.get(hash);
  if (preimage === undefined) throw new Error(`the state has a leaf of unknown key, ${hash}`);
  return bytesToHex(preimage);
}

function storedValueToHex(value: Uint8Array): Bytes32 {
  const decoded = RLP.decode(value);
  if (!(decoded instanceof Uint8Array)) throw new Error('a storage leaf holds a list');
  return bytesToHex(setLengthLeft(decoded, 32));
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
