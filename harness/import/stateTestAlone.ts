/**
 * A state test as it stands: alone, against its own expectations.
 *
 * Owns what is compared: the root of the state after it, and the hash of its logs. A test whose
 * expectations serial execution does not meet would make blocks whose truth is in doubt.
 */
import type { Engine } from '#engine/api/index.js';
import { logsHash, stateRoot } from '#fixtures/official/trieRoots.js';
import { blockOf } from './stateTestBlock.ts';
import type { StateTest } from './stateTest.ts';

/** What is not as the test says, as a phrase without a full stop; `null` where all of it is. */
export async function differenceAlone(test: StateTest, serial: Engine): Promise<string | null> {
  const { input, added } = blockOf([test]);
  const result = await serial.execute(input.block, input.preState);
  if (result.status === 'rejected') return `alone it is refused: ${result.rejection.reason}`;
  const logs = logsHash(result.receipts.flatMap((receipt) => receipt.logs));
  if (logs !== test.expected.logsHash) return 'alone it has other logs than it says';
  const own = Object.entries(result.postState).filter(
    ([address]) => !added.some((contract) => contract === address),
  );
  const root = await stateRoot(Object.fromEntries(own));
  return root === test.expected.stateRoot ? null : 'alone it has another state root than it says';
}
