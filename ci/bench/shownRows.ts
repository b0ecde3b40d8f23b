/**
 * Rows in virtual time for the files that are kept here.
 *
 * Owns that progress is shown while they are made, and that there are all of them or none: a file
 * with a part of its rows would pass for a whole one.
 */
import type { VirtualRow } from '#engine/api/index.js';
import { type VirtualPlan, virtualRows } from '#harness/cli/virtualRows.js';
import { createProgress } from '#harness/report/progress.js';

/** Runs the plan. Rejects where a schedule fails a check. */
export async function shownRows(plan: VirtualPlan): Promise<readonly VirtualRow[]> {
  const progress = createProgress(process.stderr);
  const { rows, failures } = await virtualRows(plan, {
    onProgress: (step) => {
      progress.show(step);
    },
  });
  progress.end();
  if (failures.length > 0) {
    throw new Error(`schedules failed, nothing is written: ${JSON.stringify(failures)}`);
  }
  return rows;
}
