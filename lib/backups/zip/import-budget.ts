import { AppError } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import type { ImportLimits } from '../../importing/limits.ts';
import { UNPACKING } from '../../importing/phases.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';

/** What is left of `maxUnpackedBytes` for the backups of one import, and its progress. */
export class ImportBudget {
  private readonly most: number;
  private readonly total: number;
  private readonly run: Pick<Run, 'report'>;
  private readonly meter = new Meter();
  private files = 0;
  private documents = 0;

  /** `total`: the bytes of the zips, for the progress. */
  constructor({ maxUnpackedBytes }: ImportLimits, total: number, run: Pick<Run, 'report'>) {
    this.most = maxUnpackedBytes;
    this.total = total;
    this.run = run;
  }

  private fits(bytes: number): boolean {
    return this.files + bytes <= this.most;
  }

  /** Throws `refused` where a file of so many bytes exceeds the limit, else counts it. */
  takeFile(bytes: number): void {
    if (!this.fits(bytes)) throw this.exceeded('It', bytes, this.most - this.files);
    this.files += bytes;
  }

  /** The same for the documents in a backup. */
  takeDocuments(bytes: number): void {
    if (this.documents + bytes > this.most) throw this.exceeded('Its documents', bytes, this.most - this.documents);
    this.documents += bytes;
  }

  /** Of a file that was not unpacked to its end: the bytes of `takeFile` that were not written. */
  giveBackFile(bytes: number): void {
    this.files -= bytes;
  }

  /** Likewise, of documents that were not read. */
  giveBackDocuments(bytes: number): void {
    this.documents -= bytes;
  }

  /** `done`: bytes of the current file. */
  report(subject: string, done: number, bytes: number): void {
    const before = this.files - bytes;
    this.run.report(
      this.meter.progress({
        ...UNPACKING,
        subject,
        done: before + done,
        total: Math.max(this.total, this.files),
        unit: 'bytes',
        bytes: before + done,
        totalBytes: Math.max(this.total, this.files),
      }),
    );
  }

  private exceeded(what: string, bytes: number, left: number): AppError {
    return new AppError(
      'refused',
      `${what} would unpack to ${formatBytes(bytes)}; ${formatBytes(left)} of the ${formatBytes(this.most)} that one import may unpack are left.`,
      { hint: 'An administrator can raise `import.maxUnpacked` in the configuration.' },
    );
  }
}
