import type { SentAgain } from './follow-up.ts';
import type { RepublishTemplate } from './republish.ts';

/** What publishers need to send again what a restored index lacks. */
export interface Publishers {
  takenAt: string;
  /** The restore. */
  job: string;
  title: string;
  /** null: it restored no alias. */
  alias: string | null;
  /** Of the file that was restored, on this cluster; null: it was a snapshot, or is of another source. */
  backup: string | null;
  /** When the backup was started; null: the backup does not say. */
  startedAt: string | null;
  /** When the alias was switched to the restored index for the last time; null: not known here. */
  switchedAt: string | null;
  templates: readonly RepublishTemplate[];
  sentAgain: SentAgain[];
  /** Somebody has closed the incident. */
  isClosed: boolean;
}
