/**
 * What is known of a block whose transactions are not: counts.
 *
 * Owns the facts that a synthetic block is drawn from, and how they shrink and grow. Where facts
 * come from is not known here; `fixtures/shapes` reads them from a file.
 */

/** How many transactions are so many places behind the last one of their kind, by that distance. */
export type Distances = Readonly<Record<string, number>>;

/** Facts counted from one block. Lists of counts begin with the largest and may stop early. */
export interface BlockShape {
  /** Of the block. */
  readonly number: number;
  /** All transactions. */
  readonly txs: number;
  /** How many are of each EIP-2718 type, by decimal number. */
  readonly types: Readonly<Record<string, number>>;
  /** How many have no input and a receiver. */
  readonly plainTransfers: number;
  readonly creations: number;
  /** Different senders, and how many transactions the busiest sent. */
  readonly senders: number;
  readonly topSenderCounts: readonly number[];
  /** Different receivers, contracts or not, and how many transactions the busiest got. */
  readonly targets: number;
  readonly topTargetCounts: readonly number[];
  /** Different contracts among the receivers. */
  readonly contractTargets: number;
  /** The most frequent selectors, and how many calls had them. */
  readonly topSelectors: readonly (readonly [selector: string, count: number])[];
  /** To the last transaction of the same sender; 64 is 64 or more. */
  readonly sameSenderDistance: Distances;
  /** To the last transaction to the same contract; 64 is 64 or more. */
  readonly sameContractDistance: Distances;
}

/** The same proportions in another number of transactions. Throws a `RangeError` for none. */
export function scaleShape(shape: BlockShape, transactions: number): BlockShape {
  if (transactions === shape.txs) return shape;
  if (shape.txs === 0)
    throw new RangeError(`block ${shape.number} is empty and has no proportions`);
  const scale = (count: number): number => Math.round((count * transactions) / shape.txs);
  // What there was some of stays: one busy sender of a large block is one of a small block.
  const scaleSome = (count: number): number => (count === 0 ? 0 : Math.max(1, scale(count)));
  const plainTransfers = scale(shape.plainTransfers);
  return {
    ...shape,
    txs: transactions,
    plainTransfers,
    creations: Math.min(scale(shape.creations), transactions - plainTransfers),
    senders: scaleSome(shape.senders),
    topSenderCounts: shape.topSenderCounts.map(scaleSome),
    targets: scaleSome(shape.targets),
    topTargetCounts: shape.topTargetCounts.map(scaleSome),
    contractTargets: scaleSome(shape.contractTargets),
    topSelectors: shape.topSelectors.map(([selector, count]) => [selector, scale(count)]),
  };
}

/** How often each receiver is called or paid. */
export interface TargetCounts {
  readonly contracts: readonly number[];
  readonly receivers: readonly number[];
}

/**
 * Divides the receivers into contracts that are called and accounts that are paid. The facts count
 * both in one list, so a count is taken for a contract's while there are calls left for it.
 * Payments to contracts are taken for payments to accounts, calls of accounts for calls.
 */
export function targetCounts(shape: BlockShape): TargetCounts {
  const { plainTransfers, targets, txs } = shape;
  const calls = txs - plainTransfers - shape.creations;
  const contracts = Math.min(calls, Math.max(1, shape.contractTargets));
  const receivers = Math.min(plainTransfers, Math.max(1, targets - contracts));
  const contractTops: number[] = [];
  const receiverTops: number[] = [];
  let room = calls - contracts;
  for (const count of shape.topTargetCounts) {
    if (contractTops.length < contracts && count - 1 <= room) {
      contractTops.push(count);
      room -= count - 1;
    } else {
      receiverTops.push(count);
    }
  }
  return {
    contracts: spread(calls, contracts, contractTops),
    receivers: spread(plainTransfers, receivers, receiverTops),
  };
}

/**
 * Divides `total` into `parts` of at least one: the first are `tops`, as far as they leave enough,
 * the others equal. Takes `0 < parts <= total`, or both zero.
 */
export function spread(total: number, parts: number, tops: readonly number[]): readonly number[] {
  let left = total;
  return Array.from({ length: parts }, (_, part) => {
    const after = parts - part - 1;
    const even = Math.ceil(left / (after + 1));
    const count = after === 0 ? left : Math.min(tops[part] ?? even, left - after);
    left -= count;
    return count;
  });
}
