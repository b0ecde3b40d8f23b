/**
 * The forks whose execution rules Lockstep knows.
 *
 * Owns their names, as t8n writes them. Difficulty-bomb forks (Arrow Glacier, Gray Glacier) execute
 * as London and have no name of their own here.
 */

/** Rules a block runs under; one block, one fork. */
export type Fork = 'Berlin' | 'London' | 'Paris' | 'Shanghai' | 'Cancun' | 'Prague' | 'Osaka';
