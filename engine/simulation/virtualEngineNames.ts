/**
 * Names of the engines that run on virtual lanes.
 *
 * Owns the list alone, so that a command line can name them without loading one. How each is put
 * on a stage is in `engines/virtualEngines.ts`, which has to know every name of this list.
 */

/** In the order in which they were built. */
export const VIRTUAL_ENGINE_NAMES = ['block-stm', 'v1', 'v2'] as const;

/** An engine that runs on virtual lanes. */
export type VirtualEngineName = (typeof VIRTUAL_ENGINE_NAMES)[number];

/** Whether it is a matter of choice what its lanes do at an estimate. */
export function hasEstimates(engine: VirtualEngineName): boolean {
  return engine === 'block-stm';
}

/** Whether an engine of that name plans, and so can be told what transactions touch. */
export function takesHints(name: string): boolean {
  return name === 'v1' || name === 'v2';
}

/** Whether a name is that of such an engine. */
export function isVirtualEngine(name: string): name is VirtualEngineName {
  return VIRTUAL_ENGINE_NAMES.some((known) => known === name);
}
