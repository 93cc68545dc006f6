import { readIndex } from '../tests/support/read-index.ts';

/** Both indices read by a reader that shares no code with the product, and every id, routing and source compared. */
export async function sameContent(url: string, one: string, two: string): Promise<string> {
  const [a, b] = [await readIndex(url, one), await readIndex(url, two)];
  if (a.size !== b.size) throw new Error(`${a.size} documents against ${b.size}.`);
  for (const [id, document] of a) {
    const other = b.get(id);
    if (other?.source !== document.source || other.routing !== document.routing) throw new Error(`${id} is different.`);
  }
  return `${a.size} documents, all equal`;
}
