/**
 * Template: proxies, whose code is somewhere else.
 *
 * Owns the two places that every call of a proxy reads first. Other templates see through proxies
 * by themselves, since they ask the contract and not its code.
 */
import { fieldPlace, slotPlace } from '../hint.ts';
import type { Template } from './template.ts';

/** The implementation's code, and the slot that names it. */
export const proxyTemplate: Template = async ({ contract, probes, writer }) => {
  const implementation = await probes.implementation(contract);
  if (implementation === null) return;
  const { address, keptAt } = implementation;
  writer.add(fieldPlace(address, 'code'), 'read', 'the proxy runs this code');
  if (keptAt !== null) {
    const why = 'the proxy keeps its implementation here (EIP-1967)';
    writer.add(slotPlace(contract, keptAt), 'read', why);
  }
};
