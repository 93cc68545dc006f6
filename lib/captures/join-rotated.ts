/** The last record of a file, which may go on in another file. */
export interface Tail {
  file: number;
  server: string;
  /** Of its first byte in the unpacked file. */
  offset: number;
  bytes: Buffer;
  /** Of the whole file, unpacked. */
  unpackedBytes: number;
}

/**
 * Removes and returns the tail that goes on behind the NULs of a file: that of the file with exactly as many bytes. A wrong pair
 * could make a request that was never sent. So a file of the same server is preferred, and where tails of several files differ none
 * is chosen. Where the rest of the record begins with a NUL itself, the numbers differ: then both parts count as cut.
 */
export function takeTail(tails: Tail[], leadingNuls: number, server: string): Tail | null {
  const fitting = tails.filter((tail) => tail.unpackedBytes === leadingNuls);
  const near = fitting.filter((tail) => tail.server === server);
  const [tail, ...others] = near.length > 0 ? near : fitting;
  if (tail === undefined || others.some((other) => !other.bytes.equals(tail.bytes))) return null;
  tails.splice(tails.indexOf(tail), 1);
  return tail;
}
