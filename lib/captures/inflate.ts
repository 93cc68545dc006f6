import { createGunzip, type Gunzip } from 'node:zlib';

const OUTPUT_BYTES = 256 * 1024;

/** The end of gzip data. `damaged` with the data's own fault, `early` where its end is missing. */
export type InflateEnd = 'whole' | 'damaged' | 'early';

/** Unpacks gzip data piece by piece and says how far it is whole, instead of throwing. */
export class Inflater {
  private readonly gunzip: Gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
  private unpacked: Buffer[] = [];
  private wake: () => void = () => undefined;
  /** Null: it goes on. */
  end: InflateEnd | null = null;

  constructor() {
    this.gunzip.on('data', (bytes: Buffer) => this.unpacked.push(bytes));
    this.gunzip.once('end', () => this.finish('whole'));
    this.gunzip.once('error', (error: NodeJS.ErrnoException) =>
      this.finish(error.code === 'Z_BUF_ERROR' ? 'early' : 'damaged'),
    );
  }

  /** How many of the given bytes belong to the gzip data, once it has ended: zeros may follow it. */
  get usedBytes(): number {
    return this.gunzip.bytesWritten;
  }

  /** Resolves to what came out of these bytes. All before a damaged byte comes out, if that byte is given alone. */
  async feed(bytes: Buffer): Promise<Buffer[]> {
    if (this.end === null) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.gunzip.write(bytes, () => resolve());
      });
    }
    return this.take();
  }

  /** Afterwards `end` is set. */
  async close(): Promise<Buffer[]> {
    if (this.end === null) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.gunzip.end();
      });
    }
    return this.take();
  }

  destroy(): void {
    this.gunzip.destroy();
  }

  private finish(end: InflateEnd): void {
    this.end ??= end;
    this.wake();
  }

  private take(): Buffer[] {
    const { unpacked } = this;
    this.unpacked = [];
    return unpacked;
  }
}
