/**
 * The door of the comparison.
 *
 * Owns what others may use: whether two results are the same, and where they part. How a field is
 * spelled or said is the business of this folder.
 */
export { compareResults, differences, firstDifference } from './compareResults.ts';
export { type Difference, TRUTH_SAYS } from './field.ts';
