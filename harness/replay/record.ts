/**
 * What a replay token holds.
 *
 * Owns the record of one diverging run, and reading it back from foreign JSON. Engine names and
 * defects are text here: which exist, the composition root knows.
 */
import type {
  Alloc,
  Block,
  Fork,
  HintChoice,
  InvalidTransactionPolicy,
  Schedule,
} from '#engine/api/index.js';
import { blockContent, readBlockContent } from '../input/blockFile.ts';
import { count, fieldsOf, oneOf, type Reader, text } from '../input/fields.ts';
import { Refusal } from '../input/refusal.ts';
import { readSchedule } from '../input/scheduleReader.ts';
import { FORKS, HINT_CHOICES, POLICIES } from '../input/vocabulary.ts';

const NAME_MAX = 4_096;

/** How the engine was set up; what is not named is its default. */
export interface RecordedSettings {
  readonly lanes: number;
  readonly minParallel?: number;
  readonly onEstimate?: 'abort' | 'suspend';
  readonly hints?: HintChoice;
  readonly saboteur?: string;
}

/** Which block: a place in the built-in corpus, or the block itself. */
export type RecordedBlock =
  | {
      readonly kind: 'corpus';
      readonly caseId: string;
      readonly fork: Fork;
      /** Position in its case, from 0. */
      readonly index: number;
      /** Of block and pre-state, so that a changed corpus is noticed. */
      readonly digest: string;
    }
  | { readonly kind: 'inline'; readonly block: Block; readonly preState: Alloc };

/** One run of one block that differed from serial truth. */
export interface ReplayRecord {
  /** Of Lockstep. */
  readonly version: string;
  readonly engine: string;
  readonly settings: RecordedSettings;
  readonly schedule: Schedule;
  readonly policy: InvalidTransactionPolicy;
  readonly block: RecordedBlock;
  /** Digest of the result that differed. */
  readonly result: string;
}

/** The record as plain JSON. */
export function recordContent({ block, ...rest }: ReplayRecord): object {
  if (block.kind === 'corpus') return { ...rest, block };
  const { preState } = block;
  const content = blockContent({ block: block.block, preState, invalidTransactions: rest.policy });
  return { ...rest, block: { kind: 'inline', content } };
}

/** Reads a record. Throws `Refusal`. */
export const readRecord: Reader<ReplayRecord> = (value, place) => {
  const known = ['version', 'engine', 'settings', 'schedule', 'policy', 'block', 'result'];
  const from = fieldsOf(value, place, { known });
  return {
    version: from.required('version', text(NAME_MAX)),
    engine: from.required('engine', text(NAME_MAX)),
    settings: from.required('settings', readSettings),
    schedule: from.required('schedule', readSchedule),
    policy: from.required('policy', oneOf(POLICIES)),
    block: from.required('block', readBlock),
    result: from.required('result', readDigest),
  };
};

const readSettings: Reader<RecordedSettings> = (value, place) => {
  const known = ['lanes', 'minParallel', 'onEstimate', 'hints', 'saboteur'];
  const from = fieldsOf(value, place, { known });
  return {
    lanes: from.required('lanes', count),
    ...from.optional('minParallel', count),
    ...from.optional('onEstimate', oneOf(['abort', 'suspend'])),
    ...from.optional('hints', oneOf(HINT_CHOICES)),
    ...from.optional('saboteur', text(NAME_MAX)),
  };
};

const readBlock: Reader<RecordedBlock> = (value, place) => {
  const kind = fieldsOf(value, place).required('kind', oneOf(['corpus', 'inline']));
  if (kind === 'inline') {
    const from = fieldsOf(value, place, { known: ['kind', 'content'] });
    const { block, preState } = from.required('content', (content) => readBlockContent(content));
    return { kind, block, preState };
  }
  const from = fieldsOf(value, place, { known: ['kind', 'caseId', 'fork', 'index', 'digest'] });
  return {
    kind,
    caseId: from.required('caseId', text(NAME_MAX)),
    fork: from.required('fork', oneOf(FORKS)),
    index: from.required('index', count),
    digest: from.required('digest', readDigest),
  };
};

const readDigest: Reader<string> = (value, place) => {
  const digest = text(64)(value, place);
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new Refusal({ place, problem: 'is no digest', remedy: 'use a token as it was printed' });
};
