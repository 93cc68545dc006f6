import type { OpenSide } from '../../lib/comparing/open-side.ts';
import type { ReadDocument } from '../../lib/comparing/record.ts';

/** A document of a test. */
export interface TestDocument {
  id: string;
  routing?: string | null;
  source: string;
  version?: string;
}

/** A side whose documents are in memory. `byIds`: they can be looked up by their ids. */
export function inMemorySide(documents: readonly TestDocument[], { byIds = true } = {}): OpenSide & { reads: number } {
  const side = {
    reads: 0,
    total: documents.length,
    read(visit: (document: ReadDocument) => void, drain: () => Promise<void> | null) {
      side.reads++;
      return visitAll(documents, visit, drain);
    },
    readByIds: byIds
      ? async (ids: readonly string[], visit: (document: ReadDocument) => void, drain: () => Promise<void> | null) => {
          const wanted = new Set(ids);
          await visitAll(
            documents.filter(({ id }) => wanted.has(id)),
            visit,
            drain,
          );
        }
      : null,
    sample: () => Promise.resolve(),
    check: () => [],
    close: () => Promise.resolve(),
  };
  return side;
}

async function visitAll(
  documents: readonly TestDocument[],
  visit: (document: ReadDocument) => void,
  drain: () => Promise<void> | null,
): Promise<number> {
  for (const { id, routing = null, source, version } of documents) {
    visit({
      id: spanOf(id),
      routing: routing === null ? null : spanOf(routing),
      source: spanOf(source),
      version: version === undefined ? null : spanOf(version),
    });
    await drain();
  }
  return documents.length;
}

const spanOf = (text: string) => {
  // Not at the start of its bytes.
  const bytes = Buffer.from(`>${text}<`);
  return { bytes, start: 1, end: bytes.length - 1 };
};
