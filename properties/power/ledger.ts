/**
 * What a campaign has done so far, on disk.
 *
 * Owns one file, a line of JSON a pursuit, written when it ends. The first line says what the
 * campaign is: seed, budget and code; pursuits of another are not gone on with.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Entry } from './campaign.ts';

/** What a campaign is: two go on from each other only if all of it is equal. */
export type CampaignKey = Readonly<Record<string, string | number>>;

/** A file that is no ledger of this campaign. */
export class LedgerError extends Error {
  constructor(path: string, problem: string) {
    super(`${path} ${problem}; name another file, or remove this one to begin anew`);
    this.name = 'LedgerError';
  }
}

/** Pursuits that have ended. */
export class Ledger {
  readonly #path: string | null;
  readonly #entries = new Map<string, Entry>();

  /** Without a path nothing is kept. Throws a `LedgerError` where the file is of another kind. */
  constructor(path: string | null, key: CampaignKey) {
    this.#path = path;
    if (path === null) return;
    const head = JSON.stringify(key);
    if (!existsSync(path)) {
      writeFileSync(path, `${head}\n`);
      return;
    }
    const text = readFileSync(path, 'utf8');
    // A line that was torn ends here, or the next one would be lost with it.
    if (!text.endsWith('\n')) appendFileSync(path, '\n');
    const [first, ...lines] = text.split('\n');
    if (first !== head) throw new LedgerError(path, `is of another campaign: ${first ?? ''}`);
    for (const line of lines) this.#read(line);
  }

  /** How many pursuits were known from before or kept since. */
  get size(): number {
    return this.#entries.size;
  }

  /** What became of a pursuit; `null` where it has not ended yet. */
  entryOf(id: string): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  /** Keeps a pursuit that has ended. */
  keep(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    if (this.#path !== null) appendFileSync(this.#path, `${JSON.stringify(entry)}\n`);
  }

  #read(line: string): void {
    try {
      const entry: unknown = JSON.parse(line);
      if (isEntry(entry)) this.#entries.set(entry.id, entry);
    } catch {
      // Torn by whatever ended the campaign.
    }
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'id' in value && 'chase' in value;
}
