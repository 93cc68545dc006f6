import { hash } from 'node:crypto';

/** Bytes of a key. Two documents that had the same one would wait for each other, no more. */
const KEY_BYTES = 8;

/** Of a document's id. Without the index: the names of an alias and of its index are two names of one document. */
export const keyOf = (id: string): Buffer => hash('sha1', id, 'buffer').subarray(0, KEY_BYTES);

/** Keys of a row, as texts of one byte per character, which a Map compares by value. */
export function keysIn(keys: Uint8Array): string[] {
  const bytes = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength);
  return Array.from({ length: bytes.length / KEY_BYTES }, (_, at) =>
    bytes.toString('latin1', at * KEY_BYTES, (at + 1) * KEY_BYTES),
  );
}
