import { closeSync, openSync, writeSync } from 'node:fs';

const WRITE_BYTES = 1024 ** 2;

/** The bytes of all requests that may be sent, one behind the other. Protected: they hold personal data. */
export class Spool {
  private readonly file: number;
  private readonly waiting = Buffer.allocUnsafe(WRITE_BYTES);
  private filled = 0;
  private written = 0;

  constructor(path: string) {
    this.file = openSync(path, 'wx', 0o600);
  }

  /** Returns where the bytes begin. Copies them. */
  append(bytes: Buffer): number {
    if (this.filled + bytes.length > WRITE_BYTES) this.flush();
    const at = this.written + this.filled;
    if (bytes.length > WRITE_BYTES) this.write(bytes);
    else this.filled += bytes.copy(this.waiting, this.filled);
    return at;
  }

  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.file);
    }
  }

  private flush(): void {
    this.write(this.waiting.subarray(0, this.filled));
    this.filled = 0;
  }

  private write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
    this.written += bytes.length;
  }
}
