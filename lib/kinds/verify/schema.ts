import { z } from 'zod';
import { backupRef, verification } from '../../contract/backup.ts';
import { failure } from '../../contract/job.ts';
import { addRefOfFile, upgradeWith } from '../upgrade.ts';

export const verifyWork = z.preprocess(
  // Older versions verified one backup in a job.
  upgradeWith((work) => {
    addRefOfFile(work, [], 'backup');
    if (work['backups'] === undefined && work['backup'] !== undefined) work['backups'] = [work['backup']];
  }),
  z.object({ kind: z.literal('verify'), backups: z.array(backupRef).min(1) }),
);
export type VerifyWork = z.infer<typeof verifyWork>;

/** What a verification has found so far; each backup is in one of the lists, by its id. */
const found = {
  verifications: z.array(verification),
  /** Backups that are damaged, or could not be read to their end. */
  failures: z.array(z.object({ id: z.string(), failure })),
};
const verifyCheckpoint = z.object(found);
export type VerifyCheckpoint = z.infer<typeof verifyCheckpoint>;

/** Null: an older version's, or none. */
export const verifyCheckpointOf = (saved: unknown): VerifyCheckpoint | null =>
  verifyCheckpoint.safeParse(saved).data ?? null;

export const verifyResult = z.preprocess(
  upgradeWith((result) => {
    const verified = result['verification'] as { complete?: unknown } | undefined;
    if (verified === undefined) return;
    Object.assign(result, {
      verifications: [verified],
      failures: [],
      status: verified.complete === true ? 'done' : 'partial',
    });
  }),
  /** `partial`: a backup is incomplete or damaged, or could not be read. */
  z.object({ kind: z.literal('verify'), status: z.enum(['done', 'partial']), ...found }),
);
export type VerifyResult = z.infer<typeof verifyResult>;
