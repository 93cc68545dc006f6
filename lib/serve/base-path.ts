/**
 * What Next is given as the sub-path when it builds. It cannot be part of an address that people choose, and it is nowhere in what is
 * served: `withoutPlaceholder` removes it, and the places where it was are where another sub-path is inserted.
 */
export const PLACEHOLDER = '/restore-desk-base-path-placeholder';

/** Characters of a sub-path: none has a meaning in HTML, in a string of JavaScript or JSON, or (but the dot) in a regular expression. */
export const SUB_PATH = /^(?:\/[\w.~-]+)*$/;

/** Byte offsets into a file without the placeholder, ascending: where a sub-path belongs. */
export type Insertions = readonly number[];

/** Removes the placeholder everywhere. Null: the file does not have it. */
export function withoutPlaceholder(bytes: Buffer): { bytes: Buffer; insertions: Insertions } | null {
  const parts: Buffer[] = [];
  const insertions: number[] = [];
  let length = 0;
  let from = 0;
  for (let at = bytes.indexOf(PLACEHOLDER); at !== -1; at = bytes.indexOf(PLACEHOLDER, from)) {
    const part = bytes.subarray(from, endBefore(bytes, at));
    parts.push(part);
    length += part.length;
    insertions.push(length);
    from = at + PLACEHOLDER.length;
  }
  if (insertions.length === 0) return null;
  return { bytes: Buffer.concat([...parts, bytes.subarray(from)]), insertions };
}

/** Where the text before a placeholder ends. In a regular expression in JSON its slash is escaped (`\\/…`), which it need not be. */
function endBefore(bytes: Buffer, at: number): number {
  return bytes.subarray(Math.max(0, at - 2), at).equals(Buffer.from('\\\\')) ? at - 2 : at;
}

/** Inserts a sub-path, which matches SUB_PATH, at each place. */
export function withBasePath(bytes: Buffer, insertions: Insertions, basePath: string): Buffer {
  const inserted = Buffer.from(basePath);
  const parts: Buffer[] = [];
  let from = 0;
  for (const at of insertions) {
    parts.push(bytes.subarray(from, at), inserted);
    from = at;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}
