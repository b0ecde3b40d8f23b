/**
 * Live progress.
 *
 * Owns how a run shows that it goes on: on a terminal one line that is redrawn, elsewhere a plain
 * line every few seconds. Does not know what is run. Writes to the stream it is given, never
 * stdout.
 */
import { printable } from '../input/printable.ts';

/** How far one phase of a run has come. */
export interface ProgressStep {
  /** What is being done, `cases under Prague`. */
  readonly phase: string;
  readonly done: number;
  /** How many there are; `null` when that is not known before the end. */
  readonly total: number | null;
  /** The case at hand. */
  readonly current: string;
}

/** Where progress is shown; a `tty.WriteStream` or less. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Receives the steps of a run and shows some of them. */
export interface Progress {
  show(step: ProgressStep): void;
  /** Prints a line of its own; on a terminal the live line is taken away first. */
  line(text: string): void;
  /** Takes the live line away. */
  end(): void;
}

const REDRAW_MILLISECONDS = 100;
const PLAIN_MILLISECONDS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

/** Shows progress on a stream; `now` is a clock in milliseconds. */
export function createProgress(
  stream: ProgressStream,
  now: () => number = () => performance.now(),
): Progress {
  const isLive = stream.isTTY === true;
  const interval = isLive ? REDRAW_MILLISECONDS : PLAIN_MILLISECONDS;
  let shownAt = -Infinity;
  let phase = '';
  let phaseStartedAt = now();
  let isLineDrawn = false;
  const clear = (): void => {
    if (isLineDrawn) stream.write(CLEAR_LINE);
    isLineDrawn = false;
  };
  return {
    show: (step) => {
      const time = now();
      if (step.phase !== phase) {
        phase = step.phase;
        phaseStartedAt = time;
        shownAt = isLive ? -Infinity : shownAt;
      }
      if (time - shownAt < interval) return;
      shownAt = time;
      const words = stepInWords(step, time - phaseStartedAt);
      if (isLive) {
        stream.write(`${CLEAR_LINE}${words.slice(0, widthOf(stream))}`);
        isLineDrawn = true;
      } else {
        stream.write(`${words}\n`);
      }
    },
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    end: clear,
  };
}

/** Characters that fit without a break; some terminals say nothing of their width, or zero. */
function widthOf({ columns = 0 }: ProgressStream): number {
  return (columns > 0 ? columns : 80) - 1;
}

function stepInWords(step: ProgressStep, milliseconds: number): string {
  const count =
    step.total === null ? String(step.done) : `${String(step.done)}/${String(step.total)}`;
  const rate = milliseconds < 1_000 ? '' : ` ${perSecond(step.done, milliseconds)}/s`;
  return `${step.phase} ${count}${rate} ${printable(step.current, 120)}`;
}

function perSecond(done: number, milliseconds: number): string {
  const rate = (done * 1_000) / milliseconds;
  return rate < 10 ? rate.toFixed(1) : rate.toFixed(0);
}
