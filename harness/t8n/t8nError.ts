/**
 * What can go wrong in a transition tool.
 *
 * Owns the exit codes, which are go-ethereum's: fillers tell by them what happened.
 */

/** go-ethereum's exit codes. */
export const T8N_EXITS = {
  /** The command line cannot be understood. */
  usage: 1,
  /** The block as a whole is invalid, or the engine failed. */
  execution: 2,
  /** The fork is unknown, cannot be had with these settings, or lacks a field of its own. */
  config: 3,
  /** BLOCKHASH asks for a block that the environment does not name. */
  blockHash: 4,
  /** The input cannot be understood. */
  json: 10,
  /** A file cannot be read or written. */
  io: 11,
} as const;

/** Ends a call of the tool. The message is a sentence without a full stop. */
export class T8nError extends Error {
  override readonly name = 'T8nError';
  readonly exitCode: number;

  constructor(kind: keyof typeof T8N_EXITS, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = T8N_EXITS[kind];
  }
}
