import { MORE, skipSpace, skipString, skipValue } from './skip-value.ts';

/** Offsets of a member of an object: the key without its quotes, and the whole value. */
export interface Member {
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

/**
 * Calls `visit` for each member of the object at `start`, with one reused object. Returns the object's end, or MORE where
 * the bytes end first: then the caller starts again when it has more. Throws SyntaxError.
 */
export function eachMember(bytes: Buffer, start: number, end: number, visit: (member: Member) => void): number {
  const member: Member = { keyStart: 0, keyEnd: 0, valueStart: 0, valueEnd: 0 };
  let at = skipSpace(bytes, start + 1, end);
  if (at < end && bytes[at] === 0x7d) return at + 1;
  for (;;) {
    if (at >= end) return MORE;
    if (bytes[at] !== 0x22) throw new SyntaxError(`Expected a key at byte ${at}.`);
    const keyEnd = skipString(bytes, at, end);
    if (keyEnd === MORE) return MORE;
    member.keyStart = at + 1;
    member.keyEnd = keyEnd - 1;
    at = skipSpace(bytes, keyEnd, end);
    if (at >= end) return MORE;
    if (bytes[at] !== 0x3a) throw new SyntaxError(`Expected a colon at byte ${at}.`);
    at = skipSpace(bytes, at + 1, end);
    const valueEnd = skipValue(bytes, at, end);
    if (valueEnd === MORE) return MORE;
    member.valueStart = at;
    member.valueEnd = valueEnd;
    visit(member);
    at = skipSpace(bytes, valueEnd, end);
    if (at >= end) return MORE;
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) throw new SyntaxError(`Expected a comma at byte ${at}.`);
    at = skipSpace(bytes, at + 1, end);
  }
}

/** Whether the bytes at [start, end) are exactly these ASCII letters; escapes are not decoded. */
export function isKey(bytes: Buffer, start: number, end: number, key: string): boolean {
  if (end - start !== key.length) return false;
  for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key.charCodeAt(i)) return false;
  return true;
}
