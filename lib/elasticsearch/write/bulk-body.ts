export interface BulkItem {
  /** Of the source in the backup's `objects`, counted from 1. */
  line: number;
  actionStart: number;
  sourceStart: number;
  /** Without the line break. */
  sourceEnd: number;
}

const LINE_BREAK = 0x0a;

/** Memory for a body that holds a giant, kept from one to the next: made anew for each, it would be more garbage than documents. */
export class LargeBodyBuffer {
  private kept: Buffer | null = null;

  take(bytes: number): Buffer {
    const { kept } = this;
    this.kept = null;
    return kept !== null && kept.length >= bytes ? kept : Buffer.allocUnsafeSlow(Math.ceil(bytes * 1.2));
  }

  giveBack(buffer: Buffer): void {
    this.kept = buffer;
  }
}

/** A bulk request's bytes, and where each document stands in them. One buffer, filled again and again; for a giant, the one that is lent. */
export class BulkBody {
  items: BulkItem[] = [];
  length = 0;
  private buffer: Buffer;
  private readonly own: Buffer;
  private readonly target: number;
  private readonly giants: LargeBodyBuffer;

  constructor(target: number, giants: LargeBodyBuffer) {
    this.target = target;
    this.giants = giants;
    this.own = Buffer.allocUnsafeSlow(target + 256 * 1024);
    this.buffer = this.own;
  }

  get bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  get isFull(): boolean {
    return this.length >= this.target || this.items.length >= MAX_ITEMS;
  }

  add(action: Buffer, source: Buffer, start: number, end: number, line: number): void {
    const size = action.length + end - start + 2;
    if (this.length + size > this.buffer.length) {
      const larger = this.giants.take(this.length + size);
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    const actionStart = this.length;
    this.length += action.copy(this.buffer, this.length);
    this.buffer[this.length++] = LINE_BREAK;
    const sourceStart = this.length;
    this.length += source.copy(this.buffer, this.length, start, end);
    this.items.push({ line, actionStart, sourceStart, sourceEnd: this.length });
    this.buffer[this.length++] = LINE_BREAK;
  }

  /** Only these items, in order, as a body of their own. */
  only(items: readonly BulkItem[]): Buffer {
    return items.length === this.items.length
      ? this.bytes
      : Buffer.concat(items.map((item) => this.buffer.subarray(item.actionStart, item.sourceEnd + 1)));
  }

  /** Ready to be filled again. */
  clear(): void {
    this.items = [];
    this.length = 0;
    if (this.buffer !== this.own) this.giants.giveBack(this.buffer);
    this.buffer = this.own;
  }
}

/** Small documents: an answer line each, and the server's queues like bulks that end. */
const MAX_ITEMS = 10_000;
