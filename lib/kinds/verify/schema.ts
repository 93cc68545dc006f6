import { z } from 'zod';
import { backupRef, verification } from '../../contract/backup.ts';
import { addRefOfFile, upgradeWith } from '../upgrade.ts';

export const verifyWork = z.preprocess(
  upgradeWith((work) => addRefOfFile(work, [], 'backup')),
  z.object({ kind: z.literal('verify'), backup: backupRef }),
);
export type VerifyWork = z.infer<typeof verifyWork>;

export const verifyResult = z.object({ kind: z.literal('verify'), verification });
export type VerifyResult = z.infer<typeof verifyResult>;
