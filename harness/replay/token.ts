/**
 * A value as one pasteable word, and back.
 *
 * `lockstep1.` + base64url of the deflated JSON + `.` + eight digits of its SHA-256. Owns the
 * spelling and every way in which a pasted word can be broken. Does not know what it holds.
 */
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describeThrown } from '../input/printable.ts';
import { Refusal } from '../input/refusal.ts';

const PREFIX = 'lockstep1.';
const PATTERN = /^lockstep1\.([A-Za-z0-9_-]+)\.([0-9a-f]{8})$/;

/** Longest word that shells and operating systems take as one argument. */
export const TOKEN_CHARACTERS_MAX = 100_000;

/** A few kilobytes can unfold into anything. */
const CONTENT_BYTES_MAX = 64 * 1024 * 1024;

const COPY_AGAIN = 'copy the whole token again, from lockstep1. to its last digit';

/** Spells a plain value. */
export function encodeToken(content: object): string {
  const payload = deflateRawSync(JSON.stringify(content), { level: 9 }).toString('base64url');
  return `${PREFIX}${payload}.${checksum(payload)}`;
}

/** The value in a token, unchecked. Throws `Refusal` for anything that is no whole token. */
export function decodeToken(token: string): unknown {
  if (!token.startsWith(PREFIX)) throw foreign(token);
  const [, payload = '', sum] = PATTERN.exec(token) ?? [];
  if (payload === '') throw refuse('is cut short or has foreign characters in it', COPY_AGAIN);
  if (checksum(payload) !== sum) throw refuse('is damaged: its checksum is wrong', COPY_AGAIN);
  let text: string;
  try {
    const bytes = Buffer.from(payload, 'base64url');
    text = inflateRawSync(bytes, { maxOutputLength: CONTENT_BYTES_MAX }).toString('utf8');
  } catch (error) {
    throw refuse(`cannot be unfolded (${describeThrown(error)})`, COPY_AGAIN);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(`holds no JSON (${describeThrown(error)})`, COPY_AGAIN);
  }
}

function foreign(token: string): Refusal {
  return /^lockstep\d+\./.test(token)
    ? refuse('has a form that this version does not know', 'use the Lockstep that printed it')
    : refuse('is no replay token', 'give the word that a finding prints after lockstep replay');
}

function refuse(problem: string, remedy: string): Refusal {
  return new Refusal({ place: '', problem, remedy });
}

function checksum(payload: string): string {
  return createHash('sha256').update(payload).digest('hex').slice(0, 8);
}
