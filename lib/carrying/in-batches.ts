/** How many documents are looked up at once: fewer where they are large. */
export class BatchSize {
  private documents = FIRST_DOCUMENTS;

  get current(): number {
    return this.documents;
  }

  /** After a look-up of so many documents with so many bytes. */
  note(documents: number, bytes: number): void {
    if (documents === 0) return;
    const average = Math.max(1, bytes / documents);
    this.documents = Math.max(1, Math.min(MOST_DOCUMENTS, this.documents * 4, Math.floor(TARGET_BYTES / average)));
  }
}

const FIRST_DOCUMENTS = 100;
const MOST_DOCUMENTS = 1_000;
const TARGET_BYTES = 4 * 1024 * 1024;

/** Several documents with more than this are looked up in two parts. */
export const MOST_LOOK_UP_BYTES = 2 * TARGET_BYTES;

/** `bytesOf`: what an item holds in memory. */
export async function* inBatches<T>(
  items: AsyncIterable<T>,
  size: BatchSize,
  bytesOf: (item: T) => number = () => 0,
): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for await (const item of items) {
    batch.push(item);
    bytes += bytesOf(item);
    if (batch.length < size.current && bytes < TARGET_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
