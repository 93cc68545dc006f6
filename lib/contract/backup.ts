import { z } from 'zod';
import type { BackupRef } from './backup-ref.ts';
import { clusterIdentity } from './cluster.ts';
import { aliasMembership } from './indices.ts';
import { readMarks } from './shard-marks.ts';

export const backupRef = z.object({ source: z.string().min(1), id: z.string().min(1) }) satisfies z.ZodType<BackupRef>;

/** Text that URLs and UTF-8 can encode: no unpaired surrogate. */
const text = (mostCharacters: number) =>
  z
    .string()
    .max(mostCharacters)
    .refine((value) => !/\p{Surrogate}/u.test(value), 'Not Unicode text.');
/** Of an index or an alias: servers allow 255 bytes. */
const name = text(255);

/** `manifest.json`, the last entry of a backup (docs/backup-file.md). */
export const backupManifest = z.object({
  format: z.literal(1),
  tool: z.object({ name: text(200), version: text(200) }),
  cluster: clusterIdentity.extend({ name: text(1000), uuid: text(200), version: text(200) }),
  index: z.object({ name, uuid: text(200) }),
  /** The alias (or index) this backup is filed under. */
  group: name,
  aliases: z.array(
    aliasMembership.extend({
      alias: name,
      indexRouting: text(10_000).optional(),
      searchRouting: text(10_000).optional(),
    }),
  ),
  startedAt: z.iso.datetime({ precision: 3 }).describe('when the point in time was opened'),
  endedAt: z.iso.datetime({ precision: 3 }),
  documents: z.number().int().nonnegative(),
  objects: z.object({ bytes: z.number().int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Order-independent digest of (id, routing, source) over all documents: 32 hex digits. */
  digest: z.string().regex(/^[0-9a-f]{32}$/),
  /** Store size of the primaries when the backup was made: what a restore needs on disk. */
  primaryBytes: z.number().nonnegative().nullable(),
  warnings: z.array(text(10_000)).max(1_000),
  /** Fingerprint of the plan: a resumed run recognises its own files by it. */
  plan: text(200).optional(),
  /** Missing in older backups, and where the user may not read the numbers. */
  marks: readMarks.optional(),
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** What the directory and the zip's central directory say, without reading the documents. */
export const backupSummary = z.object({
  /** Path below the backup directory, with `/`. */
  id: z.string(),
  /** The alias or index it is filed under; a flat file's name without `.zip`. */
  group: z.string(),
  fileBytes: z.number(),
  modifiedAt: z.iso.datetime(),
  origin: z.enum(['restore-desk', 'es_dump_restore', 'unknown']),
  /** `whole`: the central directory and the manifest are readable. backup-state.ts says whether it is complete. */
  condition: z.discriminatedUnion('state', [
    z.object({ state: z.literal('whole') }),
    z.object({ state: z.literal('unfinished'), problem: z.string() }),
    z.object({ state: z.literal('broken'), problem: z.string() }),
  ]),
  manifest: backupManifest.nullable(),
  /** As num_objects.json or the manifest says; null: unreadable. */
  documents: z.number().nullable(),
  /** When the documents were read: the manifest's start, else the file name's time, else null. */
  takenAt: z.iso.datetime().nullable(),
});
export type BackupSummary = z.infer<typeof backupSummary>;

/** A folder that had backups when it was last listed, and has none of them now. `folder`: "" for the directory itself. */
export const lostFolder = z.object({ folder: z.string(), backups: z.number(), listedAt: z.iso.datetime() });
export type LostFolder = z.infer<typeof lostFolder>;

export const backupListing = z.object({
  /** The `source` of the listed backups' refs; `directory`: the same for people. */
  source: z.string(),
  directory: z.string(),
  takenAt: z.iso.datetime(),
  /** Newest first. */
  backups: z.array(backupSummary),
  /** Why the directory could not be read; then `backups` is empty and has no meaning. */
  problem: z.string().nullable(),
  /** The problem is only that the directory does not exist: no backup yet, or its disk is not mounted. */
  missing: z.boolean(),
  /** Folders in it that could not be read; their content is unknown. */
  unread: z.array(z.string()),
  /** Compared with earlier listings of this installation. */
  lost: z.array(lostFolder).optional(),
});
export type BackupListing = z.infer<typeof backupListing>;

/** The outcome of reading a backup to its end. */
export const verification = z.object({
  id: z.string(),
  file: z.string(),
  fileBytes: z.number(),
  origin: z.enum(['restore-desk', 'es_dump_restore']),
  manifest: backupManifest.nullable(),
  /** Documents found, and promised. Fewer than promised: incomplete. */
  documents: z.number(),
  promised: z.number(),
  complete: z.boolean(),
  objectsBytes: z.number(),
  sha256: z.string(),
  digest: z.string(),
  /** Every document carries an external version. */
  versioned: z.boolean(),
  /** Types found in the action lines; empty from Elasticsearch 8. */
  types: z.array(z.string()),
  verifiedAt: z.iso.datetime(),
  seconds: z.number(),
});
export type Verification = z.infer<typeof verification>;
