/**
 * What a scheduler may be told before it begins.
 *
 * `none`; `all` that can be known of a transaction and the state before its block; one source of
 * that; `exact`, the truth, which nobody has; or a way to mislead, which an engine has to survive.
 */

/** One choice of hints; `hostile` is a way to mislead that the block's size decides. */
export type HintChoice =
  | 'none'
  | 'all'
  | 'exact'
  | 'access-list'
  | 'templates'
  | 'static'
  | 'simulation'
  | 'dropped'
  | 'corrupt'
  | 'cyclic'
  | 'reversed'
  | 'out-of-range'
  | 'all-on-first'
  | 'falsely-independent'
  | 'hostile';
