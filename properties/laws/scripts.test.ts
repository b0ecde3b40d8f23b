/**
 * Law: for every list of scripts and every schedule, lanes leave what running them in order leaves;
 * finality only moves up, and all that a final transaction read holds for good.
 *
 * No EVM: the scheduler, memory and lanes alone, on blocks small enough to meet their corners.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Address, Bytes32 } from '#engine/api/index.js';
import { EMPTY_CODE_HASH } from '#engine/primitives/emptyCode.js';
import type { Input, Need } from '#engine/lanes/exchange.js';
import type { Woken } from '#engine/schedulers/contract.js';
import { openLaneBlock, planLaneBlock } from '#engine/lanes/laneBlock.js';
import { runLane } from '#engine/lanes/laneLoop.js';
import {
  fold,
  type Operation,
  type Script,
  scriptAccount,
  ScriptedBody,
  scriptSlot,
  SCRIPT_CONTRACT,
} from '#engine/lanes/scriptedBody.js';
import { SimulatedGate } from '#engine/lanes/simulated/simulatedGate.js';
import type { Defect } from '#engine/primitives/defects.js';
import { randomPicker } from '#engine/simulation/pickers/random.js';
import { campaignSettings, SEED_NOTE } from '#properties/campaign.js';

const TIMEOUT_MS = 120_000;
const RUNS = 4_000;
const SLOTS = 3;
const ACCOUNTS = 2;
const BASE_BALANCE = 5n;
const BASE_SLOT = 1n;

const slot = fc.nat({ max: SLOTS - 1 });
const account = fc.nat({ max: ACCOUNTS - 1 });
/** A choice of two begins below the last slot. */
const first = fc.nat({ max: SLOTS - 2 });
const choices = fc.constant(2);
const plus = fc.nat({ max: 3 });
const amount = fc.integer({ min: 1, max: 6 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), slot }),
  fc.record({ kind: fc.constant('write' as const), slot, plus }),
  fc.record({ kind: fc.constant('write-if-odd' as const), slot, plus }),
  fc.record({ kind: fc.constant('read-chosen' as const), slot: first, choices }),
  fc.record({ kind: fc.constant('write-chosen' as const), slot: first, choices, plus }),
  fc.record({ kind: fc.constant('credit' as const), account, amount }),
  fc.record({ kind: fc.constant('spend' as const), account, amount }),
  fc.record({ kind: fc.constant('look' as const), account }),
);
/** Now and then the contract of all slots begins anew, or ends. */
const rarely = fc.nat({ max: 9 }).map((lot) => lot === 9);
const oneScript = fc
  .tuple(rarely, fc.array(operation, { minLength: 1, maxLength: 4 }), rarely)
  .map(([isMade, operations, isEnded]): Script => {
    const made: Operation[] = isMade ? [{ kind: 'create' }] : [];
    const ended: Operation[] = isEnded ? [{ kind: 'destroy' }] : [];
    return [...made, ...operations, ...ended];
  });
const scripts = fc.array(oneScript, { minLength: 2, maxLength: 7 });
const setting = fc.record({
  lanes: fc.integer({ min: 1, max: 4 }),
  fibres: fc.integer({ min: 0, max: 2 }),
  seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
});
type Setting = ReturnType<(typeof setting)['generate']>['value'];

/** What a run leaves: everything seen, every slot, every balance. */
interface Left {
  readonly seen: readonly bigint[];
  readonly slots: readonly bigint[];
  readonly balances: readonly bigint[];
}

/** The plainest reading of what scripts mean. */
function inOrder(block: readonly Script[]): Left {
  const slots = Array.from({ length: SLOTS }, () => BASE_SLOT);
  const balances = Array.from({ length: ACCOUNTS }, () => BASE_BALANCE);
  const at = (list: readonly bigint[], index: number): bigint => list[index] ?? 0n;
  const seen = block.map((script) => {
    let sum = 0n;
    for (const one of script) {
      switch (one.kind) {
        case 'read':
          sum = fold(sum, at(slots, one.slot));
          break;
        case 'write':
          slots[one.slot] = sum + BigInt(one.plus);
          break;
        case 'write-if-odd':
          if (sum % 2n === 1n) slots[one.slot] = sum + BigInt(one.plus);
          break;
        case 'read-chosen':
          sum = fold(sum, at(slots, one.slot + Number(sum % BigInt(one.choices))));
          break;
        case 'write-chosen':
          slots[one.slot + Number(sum % BigInt(one.choices))] = sum + BigInt(one.plus);
          break;
        case 'create':
        case 'destroy':
          slots.fill(0n);
          break;
        case 'credit':
          balances[one.account] = at(balances, one.account) + BigInt(one.amount);
          break;
        case 'spend': {
          const can = at(balances, one.account) >= BigInt(one.amount);
          if (can) balances[one.account] = at(balances, one.account) - BigInt(one.amount);
          sum = fold(sum, can ? 1n : 0n);
          break;
        }
        case 'look':
          sum = fold(sum, at(balances, one.account));
          break;
      }
    }
    return sum;
  });
  return { seen, slots, balances };
}

const base = {
  account: (address: Address) => ({
    exists: true,
    nonce: 1n,
    balance: address === SCRIPT_CONTRACT ? 0n : BASE_BALANCE,
    codeHash: EMPTY_CODE_HASH,
    hasStorage: address === SCRIPT_CONTRACT,
    isRich: false,
  }),
  slot: (_: Address, name: Bytes32) => (BigInt(name) < BigInt(SLOTS) ? BASE_SLOT : 0n),
  codeOrNull: () => null,
};

/** What was met over all runs. */
interface Met {
  aborts: number;
  suspensions: number;
}

/** Runs the scripts on lanes and checks every step. */
async function onLanes(
  block: readonly Script[],
  { lanes, fibres, seed }: Setting,
  { met, defect = null }: { readonly met: Met; readonly defect?: Defect | null },
): Promise<Left> {
  const txCount = block.length;
  const max = { gas: 0n, blobGas: 0n };
  const plan = planLaneBlock({ txCount, lanes, fibres, max, policy: 'reject-block', defect });
  const { machine, memory, scheduler } = openLaneBlock(plan, base);
  let finalEnd = 0;
  const watched = {
    advance: (lane: number, input: Input): Need => {
      const need = machine.advance(lane, input);
      expect(scheduler.finalEnd).toBeGreaterThanOrEqual(finalEnd);
      finalEnd = scheduler.finalEnd;
      const broken = Array.from({ length: finalEnd }, (_, i) => i).filter((i) => !memory.holds(i));
      expect(defect === null ? broken : []).toEqual([]);
      return need;
    },
    get woken(): Woken {
      return machine.woken;
    },
  };
  const gate = new SimulatedGate(watched, randomPicker(seed), lanes);
  const runs = Array.from({ length: lanes }, (_, lane) =>
    runLane({ lane, gate, base, body: new ScriptedBody(block), suspends: fibres > 0 }),
  );
  const outcomes = (await Promise.all(runs)).flat();
  met.aborts += scheduler.counts.aborts;
  met.suspensions += scheduler.counts.suspensions;
  expect(scheduler.finalEnd).toBe(txCount);
  return {
    seen: block.map((_, txIndex) => {
      const final = outcomes.find(
        (kept) => kept.txIndex === txIndex && scheduler.isCurrent(txIndex, kept.incarnation),
      );
      return final?.outcome ?? -1n;
    }),
    slots: Array.from({ length: SLOTS }, (_, i) =>
      settled(memory.resolver.slot(txCount, SCRIPT_CONTRACT, scriptSlot(i))),
    ),
    balances: Array.from({ length: ACCOUNTS }, (_, i) =>
      settled(memory.resolver.balance(txCount, scriptAccount(i))),
    ),
  };
}

function settled(
  resolved: ReturnType<ReturnType<typeof openLaneBlock>['memory']['resolver']['balance']>,
): bigint {
  if (resolved.kind === 'unready') throw new Error('nothing is unready at the end');
  return resolved.value;
}

test(`scripts in every schedule (${SEED_NOTE})`, { timeout: TIMEOUT_MS }, async () => {
  const met: Met = { aborts: 0, suspensions: 0 };
  const property = fc.asyncProperty(scripts, setting, async (block, chosen) => {
    expect(await onLanes(block, chosen, { met })).toEqual(inOrder(block));
  });
  await fc.assert(property, campaignSettings(RUNS));

  expect(met.aborts).toBeGreaterThan(1_000);
  expect(met.suspensions).toBeGreaterThan(20);
});

test.each(['skip-validation', 'no-estimates', 'ignore-new-locations'] as const)(
  'scripts find %s',
  { timeout: TIMEOUT_MS },
  async (defect) => {
    const met: Met = { aborts: 0, suspensions: 0 };
    const property = fc.asyncProperty(scripts, setting, async (block, chosen) => {
      expect(await onLanes(block, chosen, { met, defect })).toEqual(inOrder(block));
    });
    const found = await fc.check(property, { ...campaignSettings(RUNS), endOnFailure: true });

    expect(found.failed).toBe(true);
  },
);
