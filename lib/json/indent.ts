import { skipString } from './skip-value.ts';

/** `cut`: the text is only the beginning. */
export interface IndentedText {
  text: string;
  cut: boolean;
}

/**
 * Indents valid JSON by two spaces for each level; tokens are not changed. Stops after `maxCharacters`, at the end of a line,
 * without reading the rest.
 */
export function indentJson(bytes: Buffer, start: number, end: number, maxCharacters: number): IndentedText {
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  const put = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  const newLine = (): void => {
    put(`\n${'  '.repeat(depth)}`);
  };
  for (let at = start; at < end;) {
    const byte = bytes[at]!;
    if (length > maxCharacters) return { text: wholeLines(parts.join('').slice(0, maxCharacters)), cut: true };
    if (byte <= 0x20) at++;
    else if (byte === 0x7b || byte === 0x5b) {
      const close = afterSpace(bytes, at + 1, end);
      const empty = bytes[close] === 0x7d || bytes[close] === 0x5d;
      put(String.fromCharCode(byte));
      if (empty) put(String.fromCharCode(bytes[close]!));
      else {
        depth++;
        newLine();
      }
      at = empty ? close + 1 : at + 1;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      newLine();
      put(String.fromCharCode(byte));
      at++;
    } else if (byte === 0x2c) {
      put(',');
      newLine();
      at++;
    } else if (byte === 0x3a) {
      put(': ');
      at++;
    } else {
      const tokenEnd = byte === 0x22 ? skipString(bytes, at, end) : scalarEnd(bytes, at, end);
      put(bytes.toString('utf8', at, tokenEnd));
      at = tokenEnd;
    }
  }
  const text = parts.join('');
  return text.length > maxCharacters
    ? { text: wholeLines(text.slice(0, maxCharacters)), cut: true }
    : { text, cut: false };
}

const wholeLines = (text: string): string => text.slice(0, Math.max(text.lastIndexOf('\n'), 0)) || text;

function afterSpace(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! <= 0x20) at++;
  return at;
}

function scalarEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! > 0x20 && bytes[at] !== 0x2c && bytes[at] !== 0x7d && bytes[at] !== 0x5d) at++;
  return at;
}
