export interface BulkItem {
  /** The line of the source in the backup's `objects`, counted from 1; or another number of the caller's own. */
  line: number;
  actionStart: number;
  sourceStart: number;
  /** Without the line break. Of a deletion, which has no source, the end of its action. */
  sourceEnd: number;
}

const LINE_BREAK = 0x0a;

/**
 * A buffer for a body that has a very large document, reused from body to body. Allocated for each, it would produce more
 * garbage than the documents themselves.
 */
export class LargeBodyBuffer {
  private spare: Buffer | null = null;

  take(bytes: number): Buffer {
    const { spare } = this;
    this.spare = null;
    return spare !== null && spare.length >= bytes ? spare : Buffer.allocUnsafeSlow(Math.ceil(bytes * 1.2));
  }

  release(buffer: Buffer): void {
    this.spare = buffer;
  }
}

/**
 * A bulk request's bytes and the offsets of its documents. One buffer, reused after `clear`; a body that does not fit into
 * it borrows the large one.
 */
export class BulkBody {
  items: BulkItem[] = [];
  length = 0;
  private buffer: Buffer;
  private readonly ownBuffer: Buffer;
  private readonly target: number;
  private readonly largeBuffer: LargeBodyBuffer;

  constructor(target: number, largeBuffer: LargeBodyBuffer) {
    this.target = target;
    this.largeBuffer = largeBuffer;
    this.ownBuffer = Buffer.allocUnsafeSlow(target + 256 * 1024);
    this.buffer = this.ownBuffer;
  }

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  get isFull(): boolean {
    return this.length >= this.target || this.items.length >= MAX_ITEMS;
  }

  add(action: Buffer, source: Buffer, start: number, end: number, line: number): void {
    const actionStart = this.addLine(action, end - start + 1);
    const sourceStart = this.length;
    this.length += source.copy(this.buffer, this.length, start, end);
    this.items.push({ line, actionStart, sourceStart, sourceEnd: this.length });
    this.buffer[this.length++] = LINE_BREAK;
  }

  addDeletion(action: Buffer, line: number): void {
    const actionStart = this.addLine(action);
    const end = this.length - 1;
    this.items.push({ line, actionStart, sourceStart: end, sourceEnd: end });
  }

  /** Returns where it begins. `more`: bytes that follow it. */
  private addLine(line: Buffer, more = 0): number {
    const size = line.length + 1 + more;
    if (this.length + size > this.buffer.length) {
      const larger = this.largeBuffer.take(this.length + size);
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    const start = this.length;
    this.length += line.copy(this.buffer, start);
    this.buffer[this.length++] = LINE_BREAK;
    return start;
  }

  /** These items alone, in order, as a body. */
  bytesOf(items: readonly BulkItem[]): Buffer {
    return items.length === this.items.length
      ? this.bytes
      : Buffer.concat(items.map((item) => this.buffer.subarray(item.actionStart, item.sourceEnd + 1)));
  }

  clear(): void {
    this.items = [];
    this.length = 0;
    if (this.buffer !== this.ownBuffer) this.largeBuffer.release(this.buffer);
    this.buffer = this.ownBuffer;
  }
}

/** A limit for small documents: the response has an entry for each, and long bulks hold the server's queues. */
const MAX_ITEMS = 10_000;
