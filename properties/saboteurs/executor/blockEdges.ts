/**
 * Saboteurs of a block's edges: what happens before its first and after its last transaction.
 *
 * Owns defects of system calls (EIP-4788, EIP-2935), withdrawals (EIP-4895), rewards before Paris
 * and requests (EIP-6110, EIP-7002, EIP-7251, EIP-7685).
 */
import type { Saboteur } from '../saboteur.ts';

const CREDITS = 'evm/credits.js';
const REQUESTS = 'evm/requests.js';
const SYSTEM_CALLS = 'evm/systemCalls.js';

/** Defects in the block around its transactions. */
export const blockEdges: readonly Saboteur[] = [
  {
    id: 'withdrawals/in-wei',
    file: CREDITS,
    find: 'BigInt(amount) * WEI_PER_GWEI',
    replace: 'BigInt(amount)',
    why: 'A withdrawal is counted in wei instead of gwei.',
  },
  {
    id: 'withdrawals/of-nothing-touch-nothing',
    file: CREDITS,
    find: 'view.touch(address);',
    replace: '',
    why: 'A withdrawal of nothing to an empty account does not clear it.',
  },
  {
    id: 'withdrawals/before-the-transactions',
    file: 'engines/serial.js',
    find: 'const ledger = new Ledger(machine, block, options);',
    replace: `const ledger = new Ledger(machine, { ...block, withdrawals: [] }, options);
            if (machine.block.rules.hasWithdrawals) {
                const { creditWithdrawals } = await import('../evm/credits.js');
                await creditWithdrawals(machine.state, block.withdrawals ?? []);
            }`,
    why: 'Transactions can spend the withdrawals of their own block.',
  },
  {
    id: 'rewards/ommer-age-ignored',
    file: CREDITS,
    find: 'BigInt(8 - delta)',
    replace: 'BigInt(7)',
    fork: 'London',
    why: 'Every ommer is rewarded as if it were one block old.',
  },
  {
    id: 'rewards/inclusion-not-rewarded',
    file: CREDITS,
    find: 'BLOCK_REWARD + forInclusion',
    replace: 'BLOCK_REWARD',
    fork: 'London',
    why: 'Including an ommer earns nothing.',
  },
  {
    id: 'rewards/after-paris',
    file: 'evm/closing.js',
    find: 'if (!rules.isMerged)',
    replace: 'if (true)',
    why: 'Blocks are still rewarded after Paris.',
  },
  {
    id: 'system-calls/beacon-root-not-stored',
    file: SYSTEM_CALLS,
    find: 'if (block.rules.hasBeaconRoot)',
    replace: 'if (false)',
    why: 'The beacon root of the parent is not stored.',
  },
  {
    id: 'system-calls/history-one-block-late',
    file: SYSTEM_CALLS,
    find: 'block.blockHashes.get(block.number - 1n)',
    replace: 'block.blockHashes.get(block.number - 2n)',
    why: "The hash of the grandparent is stored as the parent's.",
  },
  {
    id: 'system-calls/empty-contract-accepted',
    file: SYSTEM_CALLS,
    find: `return { kind: 'invalid', reason: 'BlockException.SYSTEM_CONTRACT_EMPTY' };`,
    replace: 'continue;',
    why: 'A block is accepted although a request contract has no code.',
  },
  {
    id: 'requests/deposits-last',
    file: REQUESTS,
    find: '[{ type: DEPOSIT_REQUEST, data: deposits }, ...queued.requests]',
    replace: '[...queued.requests, { type: DEPOSIT_REQUEST, data: deposits }]',
    why: 'Deposits come after the other requests.',
  },
  {
    id: 'requests/deposit-layout-not-checked',
    file: 'evm/deposits.js',
    find: 'if (!isWellFormed(log.data))',
    replace: 'if (false)',
    why: 'A deposit log of any layout is taken for a deposit.',
  },
  {
    id: 'requests/empty-ones-kept',
    file: REQUESTS,
    find: '.filter(({ data }) => data.length > 0)',
    replace: '',
    why: 'Requests without content count in the hash.',
  },
];
