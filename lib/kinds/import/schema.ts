import { z } from 'zod';

/** Of a zip that backups are imported from. */
const importedFrom = z.discriminatedUnion('kind', [
  /** In a hidden folder, below the backup directory or below that of imports into a bucket; removed when the job has ended. `name`: as it was sent. */
  z.object({ kind: z.literal('upload'), path: z.string().min(1), name: z.string(), bytes: z.number() }),
  /** A zip that a command line named, as an absolute path, or in a bucket as `s3://…`. */
  z.object({ kind: z.literal('file'), path: z.string().min(1), name: z.string(), bytes: z.number() }),
]);
export type ImportedFrom = z.infer<typeof importedFrom>;

const importLimits = z.object({ maxUploadBytes: z.number(), maxUnpackedBytes: z.number(), maxFiles: z.number() });

export const importWork = z.object({
  kind: z.literal('import'),
  /** The `source` that the backups are imported into. */
  source: z.string().min(1),
  zips: z.array(importedFrom).min(1),
  /** As configured when it was started. */
  limits: importLimits,
});
export type ImportWork = z.infer<typeof importWork>;

/** `zip`: the name of the uploaded file; `name`: the name in it, the same for a file that is itself a backup. */
const placed = { zip: z.string(), name: z.string() };
const imported = z.object({
  ...placed,
  /** Below the backup directory. */
  id: z.string(),
  documents: z.number(),
  fileBytes: z.number(),
  objectsBytes: z.number(),
  origin: z.enum(['restore-desk', 'es_dump_restore']),
  digest: z.string(),
});
const notImported = z.object({ ...placed, reason: z.string() });

export const importResult = z.object({
  kind: z.literal('import'),
  /** `partial`: a backup was refused. */
  status: z.enum(['done', 'partial']),
  imported: z.array(imported),
  refused: z.array(notImported),
  /** Other files, which were not unpacked. */
  leftOut: z.array(z.object(placed)),
});
export type ImportResult = z.infer<typeof importResult>;
