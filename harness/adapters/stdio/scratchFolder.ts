/**
 * A temporary folder of an engine's own.
 *
 * Owns that it goes with the engine, however that ends: what a foreign program and the programs
 * behind it leave there when they are killed is nobody's.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder. Remove it. */
export class ScratchFolder {
  readonly path: string = mkdtempSync(join(tmpdir(), 'lockstep-engine-'));
  readonly #goWithUs = (): void => {
    this.remove();
  };

  constructor() {
    process.once('exit', this.#goWithUs);
  }

  remove(): void {
    process.off('exit', this.#goWithUs);
    try {
      rmSync(this.path, { recursive: true, force: true, maxRetries: 2 });
    } catch {
      // Somebody who outlived the engine still writes there.
    }
  }
}
