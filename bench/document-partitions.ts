import { hash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDocuments } from '../tests/support/read-index.ts';

/** What is kept of a document: its id and routing as they are, and the SHA-256 of its source. */
export type DocumentRecord = readonly [id: string, routing: string | null, sourceHash: string];

/** Characters of records that wait in memory for being written. */
const BUFFERED = 8_000_000;

/**
 * The records of one index in files below `folder`, distributed by a hash of the id, so that two indices can be compared
 * partition by partition: documents of one id are in the partition of the same number on both sides.
 */
export class DocumentPartitions {
  readonly #folder: string;
  readonly #waiting: string[];
  #waitingCharacters = 0;
  #documents = 0;

  private constructor(folder: string, count: number) {
    this.#folder = folder;
    this.#waiting = Array.from({ length: count }, () => '');
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

  /** The records of one partition in the order in which they were read. */
  async read(partition: number): Promise<DocumentRecord[]> {
    const text = await readFile(this.#file(partition), 'utf8');
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as DocumentRecord);
  }

  async #add(record: DocumentRecord): Promise<void> {
    const line = `${JSON.stringify(record)}\n`;
    this.#waiting[hash('sha256', record[0], 'buffer').readUInt32LE() % this.#waiting.length] += line;
    this.#waitingCharacters += line.length;
    this.#documents++;
    if (this.#waitingCharacters > BUFFERED) await this.#flush();
  }

  async #flush(): Promise<void> {
    for (const [partition, lines] of this.#waiting.entries()) await appendFile(this.#file(partition), lines);
    this.#waiting.fill('');
    this.#waitingCharacters = 0;
  }

  #file(partition: number): string {
    return join(this.#folder, `${String(partition)}.ndjson`);
  }
}
