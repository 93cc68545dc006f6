import { notABackup } from '../archive/damaged.ts';

/** A backup has entries, so it does not begin with the end record. */
const SIGNATURE = Buffer.from('PK\u0003\u0004', 'latin1');

/** The same bytes. Throws `backup_damaged` before the first of them where they are no zip: a bomb must not fill the disk first. */
export async function* onlyZip(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first: Buffer | null = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (first === null) {
      yield piece;
      continue;
    }
    first = first.length === 0 ? piece : Buffer.concat([first, piece]);
    if (first.length < SIGNATURE.length) continue;
    if (!first.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw noZip();
    yield first;
    first = null;
  }
  if (first !== null) throw noZip();
}

const noZip = () => notABackup('It is no zip file, and so no backup.');
