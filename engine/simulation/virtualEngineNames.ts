/**
 * Names of the engines that run on virtual lanes.
 *
 * Owns the list alone, so that a command line can name them without loading one. How each is put
 * on a stage is in `engines/virtualEngines.ts`, which has to know every name of this list.
 */

/** In the order in which they were built. */
export const VIRTUAL_ENGINE_NAMES = ['block-stm', 'v1'] as const;

/** An engine that runs on virtual lanes. */
export type VirtualEngineName = (typeof VIRTUAL_ENGINE_NAMES)[number];

/** Whether its lanes can meet an estimate, and so wait at one. */
export function hasEstimates(engine: VirtualEngineName): boolean {
  return engine !== 'v1';
}

/** Whether an engine of that name plans, and so can be told what transactions touch. */
export function takesHints(name: string): boolean {
  return name === 'v1';
}

/** Whether a name is that of such an engine. */
export function isVirtualEngine(name: string): name is VirtualEngineName {
  return VIRTUAL_ENGINE_NAMES.some((known) => known === name);
}
