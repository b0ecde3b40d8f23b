/**
 * What is behind a proxy.
 *
 * Owns how it is found: it stands in the code of a minimal proxy (EIP-1167), or in a slot that
 * nothing else uses (EIP-1967).
 */
import type { Address, Bytes32 } from '../../api/index.ts';
import { bigIntToHex, bytesToHex } from '../../primitives/bytes.ts';

/** keccak256("eip1967.proxy.implementation") - 1. */
const IMPLEMENTATION_SLOT: Bytes32 =
  '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
const MINIMAL = /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d82803e903d91602b57fd5bf3$/;
const MINIMAL_BYTES = 45;
const ADDRESS_MASK = 2n ** 160n - 1n;

/** The code that a proxy runs. */
export interface Implementation {
  readonly address: Address;
  /** Where the proxy keeps the address; `null` when it is in its code. */
  readonly keptAt: Bytes32 | null;
}

/** The account whose code a proxy runs, or `null` when the code is no proxy. */
export async function implementationOf(
  code: Uint8Array,
  slotOf: (slot: Bytes32) => bigint | Promise<bigint>,
): Promise<Implementation | null> {
  if (code.length === MINIMAL_BYTES) {
    const target = MINIMAL.exec(bytesToHex(code))?.[1];
    return target === undefined ? null : { address: `0x${target}`, keptAt: null };
  }
  if (!readsImplementationSlot(code)) return null;
  const word = (await slotOf(IMPLEMENTATION_SLOT)) & ADDRESS_MASK;
  return word === 0n ? null : { address: bigIntToHex(word, 20), keptAt: IMPLEMENTATION_SLOT };
}

function readsImplementationSlot(code: Uint8Array): boolean {
  return Buffer.from(code.buffer, code.byteOffset, code.length).includes(
    Buffer.from(IMPLEMENTATION_SLOT.slice(2), 'hex'),
  );
}
