import { z } from 'zod';
import { backupSummary } from './backup.ts';
import { backupRow } from './backups-page.ts';
import { clusterKey } from './names.ts';

/** Group and name in a page's address; the group of a file directly in the directory is "-". */
export const backupAddress = z.object({
  cluster: clusterKey,
  group: z.string().min(1).max(260),
  name: z.string().min(1).max(260),
});

/** JSON as the text of the file, indented, so that no number is rounded; `cut`: only its beginning. */
const fileText = z.object({ text: z.string(), cut: z.boolean() });

/** A backup beside the other good ones of its alias; null: the others are not known. */
const amongOthers = z.object({
  /** It is good, and no newer one is. */
  lastGood: z.boolean(),
  /** The good backup before it; null: there is none. */
  previous: z.object({ id: z.string(), documents: z.number().nullable() }).nullable(),
  /** The newest good backup, without this one; null: there is none. */
  newest: z.object({ id: z.string(), takenAt: z.iso.datetime(), documents: z.number().nullable() }).nullable(),
});
export type AmongOthers = z.infer<typeof amongOthers>;

/** One backup without its documents. */
export const backupDetail = z.object({
  takenAt: z.iso.datetime(),
  summary: backupSummary,
  row: backupRow,
  settings: fileText.nullable(),
  mappings: fileText.nullable(),
  others: amongOthers.nullable(),
  jobs: z.array(z.object({ id: z.string(), title: z.string(), status: z.string(), at: z.iso.datetime() })),
});
export type BackupDetail = z.infer<typeof backupDetail>;

/** A document as two lines of text of the file. `bytes`: of the source; null: longer than what was read. */
export const sampleDocument = z.object({
  action: z.string(),
  source: z.string(),
  bytes: z.number().nullable(),
  cut: z.boolean(),
});
export type SampleDocument = z.infer<typeof sampleDocument>;
export const sampleDocuments = z.object({ documents: z.array(sampleDocument) });
export type SampleDocuments = z.infer<typeof sampleDocuments>;

/** One flat key that differs between the backup and the live index; null: not there. */
export const differenceLine = z.object({ key: z.string(), backup: z.string().nullable(), live: z.string().nullable() });
export type DifferenceLine = z.infer<typeof differenceLine>;
export const backupDifference = z.object({
  /** The live index it was compared with; null: the alias points to none. */
  against: z.string().nullable(),
  takenAt: z.iso.datetime(),
  /** The first differences, long values cut; `different` counts all. */
  settings: z.array(differenceLine),
  mappings: z.array(differenceLine),
  same: z.object({ settings: z.number(), mappings: z.number() }),
  different: z.object({ settings: z.number(), mappings: z.number() }),
  /** Of the live index; null: unknown. */
  documents: z.number().nullable(),
});
export type BackupDifference = z.infer<typeof backupDifference>;
