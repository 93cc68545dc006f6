/** Buffers that are used again: a collector that is asked rarely would let them become a hundred megabytes. */
export class BufferPool {
  private readonly bytes: number;
  private readonly most: number;
  private readonly free: Buffer[] = [];

  constructor(bytes: number, most: number) {
    this.bytes = bytes;
    this.most = most;
  }

  /** At least `bytes` long where a buffer of the pool is; small ones are not worth it. */
  take(bytes: number): Buffer {
    if (bytes > this.bytes || bytes < this.bytes / 16) return Buffer.allocUnsafeSlow(bytes);
    return this.free.pop() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  /** Any part of a buffer that was taken. */
  giveBack(part: Buffer): void {
    if (part.buffer.byteLength !== this.bytes || this.free.length >= this.most) return;
    this.free.push(Buffer.from(part.buffer));
  }
}
