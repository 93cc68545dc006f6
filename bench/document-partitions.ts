import { hash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDocuments } from '../tests/support/read-index.ts';

/** A document for the comparison: id and routing unchanged, and the SHA-256 of the source. */
export type DocumentRecord = readonly [id: string, routing: string | null, sourceHash: string];

/** Records are written to the disk beyond this number of characters. */
const MAX_BUFFERED_CHARACTERS = 8_000_000;

/**
 * The records of one index in files below `folder`, partitioned by a hash of the id: documents of one id are in the
 * partition of the same number in both indices, so that two indices can be compared partition by partition.
 */
export class DocumentPartitions {
  readonly #folder: string;
  readonly #buffered: string[];
  #bufferedCharacters = 0;
  #documents = 0;

  private constructor(folder: string, count: number) {
    this.#folder = folder;
    this.#buffered = Array.from({ length: count }, () => '');
  }

  /** Reads the whole index, with a reader that shares no code with the product. */
  static async ofIndex(url: string, index: string, folder: string, count: number): Promise<DocumentPartitions> {
    await mkdir(folder);
    const partitions = new DocumentPartitions(folder, count);
    for await (const { id, routing, source } of readDocuments(url, index))
      await partitions.#add([id, routing, hash('sha256', source, 'base64')]);
    await partitions.#flush();
    return partitions;
  }

  get documents(): number {
    return this.#documents;
  }

  /** The records of one partition, in the order of reading. */
  async read(partition: number): Promise<DocumentRecord[]> {
    const text = await readFile(this.#file(partition), 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as DocumentRecord);
  }

  async #add(record: DocumentRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    this.#buffered[hash('sha256', record[0], 'buffer').readUInt32LE() % this.#buffered.length] += line;
    this.#bufferedCharacters += line.length;
    this.#documents++;
    if (this.#bufferedCharacters > MAX_BUFFERED_CHARACTERS) await this.#flush();
  }

  async #flush(): Promise<void> {
    for (const [partition, lines] of this.#buffered.entries()) await appendFile(this.#file(partition), lines);
    this.#buffered.fill('');
    this.#bufferedCharacters = 0;
  }

  #file(partition: number): string {
    return join(this.#folder, `${String(partition)}.ndjson`);
  }
}
