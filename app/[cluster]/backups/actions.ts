'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { backupRequestQuery, savedNames } from '@/lib/kinds/backup/review.ts';
import { restoreChoices } from '@/lib/kinds/restore/review.ts';
import { requireTypedIndex } from '@/lib/kinds/restore/typed-index.ts';
import { documentsOfMove as documentsOfMoveSchema } from '@/lib/contract/documents-of-move.ts';
import { documentsOfMove } from '@/lib/kinds/restore/documents-of-move.ts';
import { backupId, clusterKey } from '@/lib/contract/names.ts';
import { AppError } from '@/lib/errors.ts';
import { requireAcceptedLoss } from '@/lib/jobs/accepted-loss.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { jobs, runner } from '@/lib/jobs/jobs.ts';
import type { DeleteBackupWork } from '@/lib/kinds/delete-backup/schema.ts';
import type { VerifyWork } from '@/lib/kinds/verify/schema.ts';
import { planBackup } from '@/lib/kinds/backup/plan.ts';
import { readBackups, backupRefOn } from '@/lib/pages/cluster-backups.ts';
import { backupRequestOf } from '@/lib/pages/backup-request.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { forgetLost } from '@/lib/pages/load-backups.ts';
import { assertMayRestore } from '@/lib/pages/foreign-documents.ts';
import { saveNames } from '@/lib/saved-input/saved-names.ts';
import { saveOverrides, withSavedOverrides } from '@/lib/saved-input/saved-overrides.ts';
import { planRestoreOf } from '@/lib/pages/load-restore-draft.ts';

const fingerprint = z.string().min(1).max(200);
const once = z.string().min(8).max(200);

export const startBackup = defineAction(
  {
    name: 'back up',
    input: z.object({ cluster: clusterKey, wish: backupRequestQuery, fingerprint, once }),
    needs: 'back-up',
  },
  async (input, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint: input.fingerprint,
      key: input.once,
      plan: () => planBackup(placeOf(cluster), backupRequestOf(input.wish, cluster), planRun()),
      work: (plan) => ({ kind: 'backup', plan }),
    });
    return { job: job.id };
  },
);

/** Names too many for the address of a backup: it carries the key that is answered. */
export const saveSelection = defineAction(
  { name: 'keep names', input: savedNames.extend({ cluster: clusterKey }), needs: 'back-up', onlySavesInput: true },
  (ticked, { cluster }) => ({ key: saveNames(cluster.key, ticked) }),
);

export const verifyBackup = defineAction(
  { name: 'verify backup', input: z.object({ cluster: clusterKey, backup: backupId }), needs: 'verify' },
  async ({ backup }, { cluster, actor }) => {
    const work: VerifyWork = { kind: 'verify', backup: await backupRefOn(cluster, backup) };
    return { job: jobs.start({ cluster: cluster.key, actor, work }).id };
  },
);

const deletion = z.object({
  cluster: clusterKey,
  backup: backupId,
  /** The file's name, typed. */
  typed: z.string().max(600),
  /** As it was shown: another file of that name is not what was confirmed. */
  fileBytes: z.number().int().nonnegative(),
});

export const deleteBackup = defineAction(
  { name: 'delete backup', input: deletion, needs: 'delete-backup' },
  async ({ backup, typed, fileBytes }, { cluster, actor }) => {
    if (typed.trim() !== backup.slice(backup.lastIndexOf('/') + 1))
      throw new AppError('invalid_input', 'The name that was typed is not the name of the file.', {
        hint: 'Nothing was deleted.',
        details: { fields: { typed: 'That is not the name.' } },
      });
    const { bytes } = await readBackups(cluster, (source, signal) => source.stamp(backup, signal));
    if (bytes !== fileBytes)
      throw new AppError('plan_changed', `${backup} has changed since it was shown: nothing was deleted.`, {
        hint: 'Something may still be writing to it. Open it again.',
      });
    const work: DeleteBackupWork = { kind: 'delete-backup', backup: await backupRefOn(cluster, backup), fileBytes };
    return { job: jobs.start({ cluster: cluster.key, actor, work }).id };
  },
);

/** Backups that were deleted elsewhere, on purpose. */
export const forgetLostBackups = defineAction(
  {
    name: 'forget lost backups',
    input: z.object({ cluster: clusterKey, backups: z.number().int().positive().describe('as displayed') }),
    needs: 'delete-backup',
  },
  async ({ backups }, { cluster }) => ({ forgotten: await forgetLost(cluster, backups) }),
);

const overrides = z.object({
  cluster: clusterKey,
  settings: restoreChoices.shape.settings.unwrap(),
  mappings: restoreChoices.shape.mappings.unwrap(),
});

/** Overrides too long for the address of the review: it carries the key that is answered. */
export const saveTypedOverrides = defineAction(
  { name: 'keep overrides', input: overrides, needs: 'restore', onlySavesInput: true },
  (typed, { cluster }) => ({ key: saveOverrides(cluster.key, typed) }),
);

const restore = z.object({
  cluster: clusterKey,
  backup: backupId,
  choices: restoreChoices,
  fingerprint,
  once,
  typed: z.string().max(300).optional(),
  /** The name of the index, where the restore writes into one that is live or has documents. */
  typedIndex: z.string().max(300).optional(),
  breakGlass: z.string().max(1_000).optional(),
  /** As in the switch of an alias: the documents before and after, beside the tick that accepts their loss. */
  acceptedLoss: documentsOfMoveSchema.optional(),
});

export const startRestore = defineAction(
  { name: 'restore', input: restore, needs: 'restore' },
  async (input, { cluster, actor, identity }) => {
    await assertMayRestore({ cluster, identity }, { source: cluster.backupSource, id: input.backup });
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint: input.fingerprint,
      key: input.once,
      plan: () => planRestoreOf(cluster, input.backup, withSavedOverrides(cluster.key, input.choices)),
      work: (plan) => {
        // A protected cluster asks for the alias's name, which confirms the same.
        if (guardOf(runner().store, cluster, plan, actor).typeToConfirm === null)
          requireTypedIndex(plan, input.typedIndex);
        if (plan.alias !== null) requireAcceptedLoss(plan.alias, documentsOfMove(plan), input.acceptedLoss);
        return { kind: 'restore', plan };
      },
      confirmation: input.typed,
      breakGlass: input.breakGlass,
    });
    return { job: job.id };
  },
);
