/**
 * Blocks for engines: the corpus, workloads, and what is drawn to break them.
 *
 * Owns the list of what others may rely on. The same names and seeds give the same bytes.
 */
export { type CorpusBlock, type CorpusCase, corpus } from '#fixtures/corpus/index.js';
export { type Draw, drawBlock } from '#generators/adversarial/draw.js';
export { type Generator, GENERATORS } from '#generators/adversarial/generators.js';
export {
  type TransactionKind,
  type Workload,
  type WorkloadName,
  type WorkloadOptions,
  WORKLOADS,
  buildWorkload,
} from '#generators/workloads/index.js';
