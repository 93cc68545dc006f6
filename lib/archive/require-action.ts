import { readActionLine, type ActionLine } from './action-line.ts';
import { damagedAt } from './pairs.ts';

/**
 * The action of a pair, with its id. Throws `backup_damaged`: a file can change after it was verified, and the checksums
 * are compared only at its end.
 */
export function requireAction(bytes: Buffer, start: number, end: number, line: number): ActionLine & { id: string } {
  const action = parseAction(bytes, start, end, line);
  if (action === null) throw damagedAt(line, 'is not a bulk action');
  if (action.id === null || action.id === '')
    throw damagedAt(line, 'has no _id: if it is sent twice, the index has its document twice');
  if (action.version !== null && !/^\d{1,19}$/.test(action.version))
    throw damagedAt(line, 'has a _version that is no whole number');
  return action as ActionLine & { id: string };
}

function parseAction(bytes: Buffer, start: number, end: number, line: number): ActionLine | null {
  try {
    return readActionLine(bytes, start, end);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw damagedAt(line, `is not a bulk action (${error.message.replace(/\.$/, '')})`);
    throw error;
  }
}
