/** The text of a JSON string token (with its quotes): raw UTF-8 where nothing is escaped, else by JSON.parse. */
export function stringOf(bytes: Buffer, start: number, end: number): string {
  const backslash = bytes.indexOf(0x5c, start);
  if (backslash === -1 || backslash >= end) return bytes.toString('utf8', start + 1, end - 1);
  return JSON.parse(bytes.toString('utf8', start, end)) as string;
}

/** The text of an id or a routing: a string, or in old dumps a number, with its digits unchanged. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  return bytes[start] === 0x22 ? stringOf(bytes, start, end) : bytes.toString('utf8', start, end);
}

/** The same as UTF-8: within the bytes themselves where nothing is escaped. */
export function tokenSpan(bytes: Buffer, start: number, end: number): { bytes: Buffer; start: number; end: number } {
  if (bytes[start] !== 0x22) return { bytes, start, end };
  for (let at = start + 1; at < end - 1; at++) {
    if (bytes[at] === 0x5c) {
      const text = Buffer.from(stringOf(bytes, start, end), 'utf8');
      return { bytes: text, start: 0, end: text.length };
    }
  }
  return { bytes, start: start + 1, end: end - 1 };
}
