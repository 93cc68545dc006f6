import { createHash, randomBytes } from 'node:crypto';
import { processSpace, startTimeOf } from './process-identity.ts';

const MARK = /^(\d{1,10})-([0-9a-f]{12})-([0-9a-f]{12})-[0-9a-f]{16}$/;
/** A process in another container, or on another machine, can't be looked up: it is dead when it did nothing for so long. */
const FOREIGN_IS_DEAD_AFTER_MS = 24 * 3_600_000;

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A name for what this process writes and must not leave behind: digits, a to f, and hyphens. */
export const newProcessMark = (): string =>
  `${process.pid}-${short(startTimeOf(process.pid) ?? '')}-${short(processSpace())}-${randomBytes(8).toString('hex')}`;

/** Whose mark it is: of this process, of another one that may live, of a dead one; null: it is no mark. */
export function processOfMark(mark: string, modifiedMs: number): 'this' | 'other' | 'dead' | null {
  const [, pid, started, space] = MARK.exec(mark) ?? [];
  if (pid === undefined) return null;
  if (space !== short(processSpace())) return Date.now() - modifiedMs < FOREIGN_IS_DEAD_AFTER_MS ? 'other' : 'dead';
  const now = startTimeOf(Number(pid));
  if (now === null || short(now) !== started) return 'dead';
  return Number(pid) === process.pid ? 'this' : 'other';
}
