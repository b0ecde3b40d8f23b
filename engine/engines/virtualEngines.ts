/**
 * Which engines run on virtual lanes, and how they are set up there.
 *
 * Owns the list. What is explored and simulated is the scheduler, memory and lanes of the engine of
 * that name, the very code that runs on threads.
 */
import type { Defect } from '../primitives/defects.ts';
import type { StageOptions } from '../simulation/stage.ts';
import { type OnEstimate, fibresOf } from './createBlockSTM.ts';

/** Names of engines that run on virtual lanes. */
export const VIRTUAL_ENGINES = ['block-stm'] as const;

/** One of them. */
export type VirtualEngineName = (typeof VIRTUAL_ENGINES)[number];

/** How a virtual engine is set up. */
export interface VirtualSettings {
  readonly lanes: number;
  readonly onEstimate: OnEstimate;
  /** What is wrong on purpose. */
  readonly saboteur: Defect | null;
}

/** Whether an engine runs on virtual lanes. */
export function isVirtualEngine(name: string): name is VirtualEngineName {
  return VIRTUAL_ENGINES.some((candidate) => candidate === name);
}

/** The stage of an engine. */
export function stageOptionsOf(
  _name: VirtualEngineName,
  { lanes, onEstimate, saboteur }: VirtualSettings,
): StageOptions {
  return { lanes, fibres: fibresOf(onEstimate), defect: saboteur };
}
