import { z } from 'zod';
import type { JobStatus } from './job.ts';
import { differenceBucket } from './comparison.ts';
import type { BucketCounts, Difference } from './difference.ts';

const position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** One page of the list of differences: from a `next` of an earlier page, with a text in the id or routing. */
export const differencesQuery = z.object({
  bucket: differenceBucket,
  from: position.default(0),
  contains: z.string().max(512).default(''),
});

/** One difference, by the place of its line in the list; its id as a check. */
export const differentDocumentQuery = z.object({ bucket: differenceBucket, at: position, id: z.string().max(2_000) });
export type DifferentDocumentQuery = z.infer<typeof differentDocumentQuery>;

/** `at`: the place of its line. */
export interface ListedDifference extends Difference {
  at: number;
}

export interface DifferencesPage {
  rows: ListedDifference[];
  /** Where to go on; null: this was the end. */
  next: number | null;
}

/** A side as its page shows it. */
export type ShownSide =
  | {
      kind: 'backup';
      /** Its id on this cluster; null: it is kept elsewhere. */
      id: string | null;
      place: string;
      group: string;
      takenAt: string | null;
      documents: number;
    }
  | {
      kind: 'index';
      index: string;
      /** The alias by which it was named. */
      alias: string | null;
      /** When it was planned; null: unknown. */
      documents: number | null;
      /** Whether it is there now, with which aliases; null: not known yet. */
      now: { exists: boolean; aliases: readonly string[] } | null;
      /** The cluster, where it is not that of the page; key and name are null where this person may not know them. */
      cluster?: { key: string | null; name: string | null };
    };

export interface ComparedSides {
  left: ShownSide;
  right: ShownSide;
  /** Whether the backup on the left was taken of the index on the right; null or missing: unknown. */
  sameIndex?: boolean | null;
  /** Why this person may not read the documents of a side of another cluster, as a sentence; null or missing: they may. */
  documentsBlocked?: string | null;
}

/** The newest comparison of a backup with an index. */
export interface LatestComparison {
  /** null: none has ended well. */
  done: {
    job: string;
    readAt: string;
    counts: BucketCounts;
    /** Whether the backup was taken of this index; null: the file does not say. */
    sameIndex: boolean | null;
  } | null;
  /** The job that compares them now, or the newest one that failed after `done`; null: none. */
  newest: { job: string; status: JobStatus; outcome: string | null } | null;
}

export const latestComparisonQuery = z.object({ uuid: z.string().min(1).max(100) });
