/**
 * The bytes of a stream from the record under way on. Chunks are put together only where a record crosses their edge.
 * Memory that was given out is never written again: what has been cut out of it remains valid.
 */
export class ByteWindow {
  /** Only `from`…`to` counts. */
  bytes: Buffer = Buffer.alloc(0);
  from = 0;
  to = 0;
  /** Position of `from` in the stream. */
  position = 0;

  get length(): number {
    return this.to - this.from;
  }

  append(chunk: Buffer): void {
    if (this.length === 0) {
      [this.bytes, this.from, this.to] = [chunk, 0, chunk.length];
      return;
    }
    if (!this.own || this.bytes.length - this.to < chunk.length) this.moveTo(this.length + chunk.length);
    chunk.copy(this.bytes, this.to);
    this.to += chunk.length;
  }

  /** Forgets the first `count` bytes. */
  discard(count: number): void {
    this.from += count;
    this.position += count;
    if (this.length === 0) this.own = false;
  }

  /** The memory behind `to` is free. */
  private own = false;

  /** Twice as much for a long record, so that its beginning is not copied for each of its chunks. */
  private moveTo(needed: number): void {
    const moved = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.length));
    this.bytes.copy(moved, 0, this.from, this.to);
    [this.bytes, this.from, this.to, this.own] = [moved, 0, this.length, true];
  }
}
