/** Reuses buffers: the garbage collector runs so rarely here that they would take up a hundred megabytes. */
export class BufferPool {
  private readonly bytes: number;
  private readonly maxFree: number;
  private readonly free: Buffer[] = [];

  constructor(bytes: number, maxFree: number) {
    this.bytes = bytes;
    this.maxFree = maxFree;
  }

  /** At least `bytes` long. Comes from the pool where the size fits and is not small. */
  take(bytes: number): Buffer {
    if (bytes > this.bytes || bytes < this.bytes / 16) return Buffer.allocUnsafeSlow(bytes);
    return this.free.pop() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  /** `part`: any part of a buffer that was taken. */
  release(part: Buffer): void {
    if (part.buffer.byteLength !== this.bytes || this.free.length >= this.maxFree) return;
    this.free.push(Buffer.from(part.buffer));
  }
}
