/**
 * What a development node is to us.
 *
 * Owns the words between the engine that drives nodes and the nodes themselves: a chain that begins
 * where it is told to, asked over JSON-RPC. How a node is started is each kind's own affair.
 */
import type { Address, Alloc, Bytes32, Fork, Quantity } from '#engine/api/index.js';

/** Where a chain begins: the state before its first block, and the rules of it. */
export interface Genesis {
  readonly fork: Fork;
  readonly chainId: Quantity;
  readonly alloc: Alloc;
  /** Of the genesis block, in seconds since 1970; the first block comes later. */
  readonly timestamp: Quantity;
  /** Of the first block, in gas. */
  readonly gasLimit: Quantity;
  /** Of the first block, in wei per gas. */
  readonly baseFee: Quantity;
  /** Of the first block. */
  readonly coinbase: Address;
  /** Of the first block, EIP-4788; for nodes that take one. */
  readonly beaconRoot: Bytes32 | null;
}

/** A chain at its genesis block. */
export interface DevNode {
  /** Asks over JSON-RPC. Rejects with `RpcError` where the node says no. */
  ask(method: string, ...params: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A kind of node. */
export interface NodeKind {
  readonly name: string;
  readonly version: string;
  readonly forks: readonly Fork[];
  /** System contracts that the rules call before a block, and it does not. */
  readonly neverCalled: readonly Address[];
  /**
   * Where its state is told from: the root in the header, or, where that is over a cache with empty
   * accounts and zero slots in it, the accounts of `anvil_dumpState`.
   */
  readonly stateBy: 'root' | 'dump';
  /** System contracts that its genesis holds whatever it is told. */
  readonly alwaysThere: (fork: Fork) => readonly Address[];
  /** What its state holds besides, for a node that was there before. */
  readonly ownAccounts?: () => Promise<Alloc>;
  start(genesis: Genesis): Promise<DevNode>;
  close(): Promise<void>;
}
