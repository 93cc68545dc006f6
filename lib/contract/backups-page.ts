import { z } from 'zod';
import { backupDay } from './backup-days.ts';
import { backupSummary } from './backup.ts';
import { drilledIndices, drillState, pinnedState } from './drill-state.ts';

/** What was found when a file was last read to its end; a file that has changed since has none. */
export const verifiedState = z.object({
  at: z.iso.datetime(),
  /** Every promised document is there, and every checksum right. */
  ok: z.boolean(),
  /** Documents that are there, of an incomplete backup. */
  found: z.number().nullable().optional(),
  sentence: z.string(),
  job: z.string(),
});
export type VerifiedState = z.infer<typeof verifiedState>;

/**
 * In one word. `complete`: every promised document is there, and no damage is known. `verified`: the same, read to its
 * end. `unknown`: a file without a manifest, not yet read to its end. `damaged`: found when it was read; `broken`: it
 * can't be opened.
 */
export const BACKUP_STATE_WORDS = [
  'verified',
  'complete',
  'unknown',
  'incomplete',
  'damaged',
  'broken',
  'unfinished',
] as const;
export type BackupStateWord = (typeof BACKUP_STATE_WORDS)[number];

/** The cluster that a backup was made from. `unknown`: the file does not say, or this cluster never answered. */
export const sourceCluster = z.object({
  relation: z.enum(['this', 'another', 'unknown']),
  /** As it is configured, else as it called itself; null: the file does not say. */
  name: z.string().nullable(),
  uuid: z.string().nullable(),
});
export type SourceCluster = z.infer<typeof sourceCluster>;

/** One run backed up several indices of an alias: its backups are one set, and each restores one of the indices. */
export const backupSetPart = z.object({
  alias: z.string(),
  /** The id of its first backup, which identifies the set. */
  first: z.string(),
  /** From 1, in the order of the indices' names. */
  position: z.number(),
  count: z.number(),
  /** The first of the other backups of the set. */
  others: z.array(z.object({ id: z.string(), index: z.string().nullable(), documents: z.number().nullable() })),
});
export type BackupSetPart = z.infer<typeof backupSetPart>;

/** When a schedule should have run, of which there is no good backup since then. */
export const expectedRun = z.object({
  at: z.iso.datetime(),
  schedule: z.string(),
  /**
   * `missing`: it did not run, or nothing says that it did. `ran`: it did, and no good backup came of it. `younger`: the alias is
   * younger than the run, and has no backup yet.
   */
  state: z.enum(['missing', 'ran', 'younger']),
});
export type ExpectedRun = z.infer<typeof expectedRun>;

export const backupRow = backupSummary.omit({ manifest: true }).extend({
  kind: z.literal('zip'),
  /** The group it is filed under, and every alias that its index had: it is a backup of each. */
  names: z.array(z.string()),
  /** The index it was made from; null: the file does not say. */
  index: z.string().nullable(),
  /** How long the backup took; null: the file does not say. */
  seconds: z.number().nullable(),
  objectsBytes: z.number().nullable(),
  warnings: z.number(),
  verified: verifiedState.nullable(),
  state: z.enum(BACKUP_STATE_WORDS),
  /** Of the file as it is now. Absent: none is known. */
  drill: drillState.optional(),
  /** Absent: it is not pinned, or that is unknown. */
  pinned: pinnedState.optional(),
  cluster: sourceCluster,
  set: backupSetPart.nullable(),
  /** The newest good backup of the selected alias, or of one of its names; never one of another cluster. */
  lastGood: z.boolean(),
});
export type BackupRow = z.infer<typeof backupRow>;

/** `exact`: exactly `least`; otherwise it lies between two moments, with about so many at each. */
export const knownDocuments = z.object({ least: z.number(), most: z.number(), exact: z.boolean() });
export type KnownDocuments = z.infer<typeof knownDocuments>;

/** What a backup holds of one alias. */
export const partOfAlias = z.object({
  /** The one index of it, and its uuid at that time; null: it holds several, or the file does not say. */
  index: z.string().nullable(),
  uuid: z.string().nullable(),
  indices: z.number(),
  /** Of all of them; null: unknown. */
  documents: knownDocuments.nullable(),
});
export type PartOfAlias = z.infer<typeof partOfAlias>;

/** A snapshot in one of the cluster's repositories. */
export const snapshotRow = z.object({
  kind: z.literal('snapshot'),
  id: z.string(),
  repository: z.string(),
  snapshot: z.string(),
  /** Another snapshot of the same name has another one. */
  uuid: z.string(),
  /** In the server's word: SUCCESS, PARTIAL, FAILED, IN_PROGRESS, INCOMPATIBLE. */
  state: z.string(),
  /** null: not read yet; `orderedAt` is then the time in its name, or empty. */
  takenAt: z.iso.datetime().nullable(),
  orderedAt: z.string(),
  /** The first of the aliases that it is a backup of, and the first of its indices. */
  names: z.array(z.string()),
  nameCount: z.number(),
  indices: z.array(z.string()),
  indexCount: z.number(),
  /** Proved by the job that took it; null: unknown. */
  documents: z.number().nullable(),
  bytes: z.number().nullable(),
  addedBytes: z.number().nullable(),
  proof: z.enum(['exact', 'bracketed']).nullable(),
  failedShards: z.number().nullable(),
  /** False: another cluster may have taken it. */
  ofThisCluster: z.boolean(),
  readOnly: z.boolean(),
  /** Absent: no drill of an index is known. */
  drilled: drilledIndices.optional(),
  pinned: pinnedState.optional(),
  /** What it holds of the alias whose backups are listed; null: those of all are. */
  part: partOfAlias.nullable(),
  lastGood: z.boolean(),
});
export type SnapshotRow = z.infer<typeof snapshotRow>;

/** One backup of the list, of either kind. */
export type ListedBackup = BackupRow | SnapshotRow;

/** What is known of the cluster's repositories. `asOf`: what is listed of it is older, because the cluster does not answer. */
export const snapshotsKnown = z.object({
  repositories: z.array(
    z.object({
      name: z.string(),
      snapshots: z.number().nullable(),
      problem: z.string().nullable(),
      asOf: z.iso.datetime().nullable(),
    }),
  ),
  /** Why it is not known which repositories there are; null: it is. `forbidden`: this user may not list them. */
  problem: z.string().nullable(),
  forbidden: z.boolean(),
  reading: z.boolean(),
});
export type SnapshotsKnown = z.infer<typeof snapshotsKnown>;

/** The backups of one alias, in any group, those of one set counted once; or of one index, filed under its name. */
export const backupGroup = z.object({
  group: z.string(),
  backups: z.number(),
  /** How many of them are snapshots. */
  snapshots: z.number(),
  /** How many of them are of another cluster. */
  otherCluster: z.number(),
  lastGood: z
    .object({
      id: z.string(),
      kind: z.enum(['zip', 'snapshot']),
      takenAt: z.iso.datetime(),
      documents: z.number().nullable(),
      verified: z.boolean(),
    })
    .nullable(),
  /** null: unknown, because a folder that may have more of them could not be read. */
  overdue: z.boolean().nullable(),
  /** Absent: it is not overdue, or not by a schedule. */
  expectedRun: expectedRun.optional(),
});
export type BackupGroup = z.infer<typeof backupGroup>;

export const BACKUP_STATES = [
  'any',
  'good',
  'verified',
  'not-verified',
  'incomplete',
  'unfinished',
  'broken',
  'es_dump',
  'problems',
] as const;

export const BACKUP_SORTS = ['date', 'documents', 'size', 'state'] as const;
export type BackupSort = (typeof BACKUP_SORTS)[number];

export const BACKUP_KINDS = ['any', 'zip', 'snapshot'] as const;

export const backupsFilter = z.object({
  group: z.string().max(255).optional(),
  kind: z.enum(BACKUP_KINDS).default('any'),
  /** The name of an index that a backup holds, with `*` for any characters. */
  index: z.string().max(255).optional(),
  text: z.string().max(255).optional(),
  state: z.enum(BACKUP_STATES).default('any'),
  /** `down`: newest, most, largest or best first. */
  sort: z.enum(BACKUP_SORTS).default('date'),
  order: z.enum(['down', 'up']).default('down'),
  /** The id of a backup that is returned besides the page. */
  chosen: z.string().max(600).optional(),
  /** Default: the page with `chosen`, else the first. */
  page: z.coerce.number().int().min(1).max(100_000).optional(),
});
export type BackupsFilter = z.infer<typeof backupsFilter>;

/** Backups that were listed before, and are gone without having been deleted here. */
export const lostBackups = z.object({
  /** No backup is left in the directory. */
  all: z.boolean(),
  backups: z.number(),
  /** When they were last there. */
  listedAt: z.string(),
  folders: z.array(z.string()),
});
export type LostBackups = z.infer<typeof lostBackups>;

export const backupsPage = z.object({
  directory: z.string(),
  takenAt: z.iso.datetime(),
  /** Why the directory could not be read. Then the rest is empty and has no meaning. */
  problem: z.string().nullable(),
  missing: z.boolean(),
  /** Folders that could not be read; their backups are not listed. */
  unread: z.array(z.string()),
  lost: lostBackups.nullable(),
  /** A newer listing is being read. With `problem`: that is the only problem. */
  stillReading: z.boolean(),
  overdueAfterMs: z.number(),
  /** Whether the cluster's aliases are known yet; until then `overdue` has only those with backups. */
  aliasesKnown: z.boolean(),
  /** Documents of the selected alias, to compare with a backup; null also if it points to several indices. */
  liveDocuments: z.number().nullable(),
  groups: z.array(backupGroup),
  /**
   * The last 30 days of the first aliases, the overdue ones first, or of the selected one; null: unknown. `moreDays`
   * counts the other aliases.
   */
  days: z.array(z.object({ alias: z.string(), days: z.array(backupDay).nullable() })),
  moreDays: z.number(),
  /**
   * Aliases whose last good backup is too old, and aliases without one: the first by name; `overdueCount` counts all.
   */
  overdue: z.object({ late: z.array(z.string()), never: z.array(z.string()) }),
  /** The late ones by the run that should have backed them up (null: by their age): the first by name, and how many there are. */
  lateBy: z.array(z.object({ run: expectedRun.nullable(), aliases: z.array(z.string()), count: z.number() })),
  overdueCount: z.object({ late: z.number(), never: z.number() }),
  rows: z.array(z.discriminatedUnion('kind', [backupRow, snapshotRow])),
  snapshots: snapshotsKnown,
  /** The backup of the query's `chosen`, on any page; null: none, or it does not match the filter. */
  chosen: z.discriminatedUnion('kind', [backupRow, snapshotRow]).nullable(),
  page: z.number(),
  pages: z.number(),
  /** Files that match the filter. */
  matching: z.number(),
  /** The same, where those of one set count once. */
  matchingBackups: z.number(),
  totals: z.object({
    /** Of both kinds. Those of one set count once; `files` counts each. */
    backups: z.number(),
    zips: z.number(),
    snapshots: z.number(),
    files: z.number(),
    bytes: z.number(),
    /** Complete, and not known to be damaged; and those that need attention: the rest, without unread files of other tools. */
    good: z.number(),
    problems: z.number(),
    unfinished: z.number(),
    incomplete: z.number(),
    /** Damaged ones among them. */
    broken: z.number(),
  }),
});
export type BackupsPage = z.infer<typeof backupsPage>;
