import { closeSync, openSync, writeSync } from 'node:fs';

const WRITE_BYTES = 1024 ** 2;

/** The bytes of all requests that may be sent, one behind the other. Protected: they hold personal data. */
export class Spool {
  private readonly file: number;
  private pieces: Buffer[] = [];
  private waiting = 0;
  private written = 0;

  constructor(path: string) {
    this.file = openSync(path, 'wx', 0o600);
  }

  /** Returns where the bytes begin. Copies them. */
  append(bytes: Buffer): number {
    const at = this.written + this.waiting;
    this.pieces.push(Buffer.from(bytes));
    this.waiting += bytes.length;
    if (this.waiting >= WRITE_BYTES) this.flush();
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
    const bytes = Buffer.concat(this.pieces);
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
    this.written += bytes.length;
    this.pieces = [];
    this.waiting = 0;
  }
}
