/**
 * Waiting for what may never come.
 *
 * Owns the one way to give up: foreign engines are waited for, and never for ever.
 */

/** Resolves when the promise does, or after so long. Rejects as the promise does in that time. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((over) => {
    timer = setTimeout(over, milliseconds);
  });
  try {
    await Promise.race([promise, patience]);
  } finally {
    clearTimeout(timer);
  }
}
