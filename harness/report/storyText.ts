/**
 * A schedule as swim lanes, for people.
 *
 * Owns the picture: one column a lane, one line a step, time going down. A preemption is marked,
 * since these are what a failure turns on; a lane's uneventful steps are folded when they are many.
 */
import { printable } from '../input/printable.ts';
import type { Paint } from './paint.ts';

/** One step. */
export interface StoryStep {
  readonly lane: number;
  readonly words: string;
  /** The lane that was left although it could have gone on, or `null`. */
  readonly preempted: number | null;
}

/** What is drawn. */
export interface StoryPicture {
  readonly lanes: number;
  readonly lines: readonly StoryStep[];
  /** What was wrong at the end. */
  readonly ending: string;
}

const COLUMN = 4;
const WORDS_MAX = 200;

/** Draws the lanes. */
export function storyText({ lanes, lines, ending }: StoryPicture, paint: Paint): string {
  const digits = String(lines.length).length;
  const head = `${' '.repeat(digits)} ${columns(lanes, (lane) => String(lane))}`;
  const rows = lines.map(({ lane, words, preempted }, step) => {
    const mark = preempted === null ? '●' : '◆';
    const place = columns(lanes, (other) => (other === lane ? mark : '│'));
    const why = preempted === null ? '' : paint.bold(` (lane ${String(preempted)} is left)`);
    const text = `${String(step).padStart(digits)} ${place}${printable(words, WORDS_MAX)}${why}`;
    return preempted === null ? text : paint.yellow(text);
  });
  return [head, ...rows, `${' '.repeat(digits)} ${paint.red(printable(ending, 600))}`].join('\n');
}

function columns(lanes: number, cell: (lane: number) => string): string {
  return Array.from({ length: lanes }, (_, lane) => cell(lane).padEnd(COLUMN)).join('');
}
