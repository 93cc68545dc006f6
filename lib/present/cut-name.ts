/**
 * A name of at most `most` bytes of UTF-8; a longer one is cut between two characters and ends with "…". Pure.
 */
export function cutName(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) return name;
  let [cut, bytes] = ['', Buffer.byteLength('…')];
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    cut += character;
  }
  return `${cut}…`;
}

/** How many there are, and the first ones, each of at most `most` bytes. Pure. */
export const namedOf = (names: readonly string[], { first, most }: { first: number; most: number }) => ({
  count: names.length,
  names: names.slice(0, first).map((name) => cutName(name, most)),
});
