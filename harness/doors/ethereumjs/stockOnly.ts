/**
 * A block that only the stock run can be given.
 *
 * Owns the reason. Not an error of anybody: the stock run follows.
 */

/** Thrown where a block, a VM or its state cannot be expressed; the message is a phrase. */
export class StockOnly extends Error {
  override readonly name = 'StockOnly';
}
