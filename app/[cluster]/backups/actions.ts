'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { backupRequestQuery, savedNames } from '@/lib/kinds/backup/review.ts';
import { restoreChoices } from '@/lib/kinds/restore/review.ts';
import { requireTypedIndex } from '@/lib/kinds/restore/typed-index.ts';
import { documentsOfMove as documentsOfMoveSchema } from '@/lib/contract/documents-of-move.ts';
import { documentsOfMove } from '@/lib/kinds/restore/documents-of-move.ts';
import { MAX_SELECTED_BACKUPS } from '@/lib/contract/limits.ts';
import type { DeletionReview } from '@/lib/contract/deletion-review.ts';
import { backupId, clusterKey } from '@/lib/contract/names.ts';
import { pinSentence } from '@/lib/contract/pinned.ts';
import { AppError } from '@/lib/errors.ts';
import { requireAcceptedLoss } from '@/lib/jobs/accepted-loss.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { jobs, runner } from '@/lib/jobs/jobs.ts';
import type { DeleteBackupWork } from '@/lib/kinds/delete-backup/schema.ts';
import type { VerifyWork } from '@/lib/kinds/verify/schema.ts';
import { planBackup } from '@/lib/kinds/backup/plan.ts';
import { backupRefOn } from '@/lib/pages/cluster-backups.ts';
import { backupRequestOf } from '@/lib/pages/backup-request.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { loadDeletion } from '@/lib/pages/load-deletion.ts';
import { changesSinceReview } from '@/lib/present/deletion-review.ts';
import { deletionName } from '@/lib/present/deletion-name.ts';
import { forgetLost } from '@/lib/pages/load-backups.ts';
import { pin, pinnableFile, pinnableSnapshot, unpin } from '@/lib/pages/pins.ts';
import { assertMayRestoreFrom } from '@/lib/pages/copy-source.ts';
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

const selected = <T extends z.ZodType>(backup: T) => z.array(backup).min(1).max(MAX_SELECTED_BACKUPS);

/** One job that reads them one after the other. */
export const verifyBackups = defineAction(
  {
    name: 'verify backups',
    input: z.object({ cluster: clusterKey, backups: selected(backupId), once: once.optional() }),
    needs: 'verify',
  },
  async ({ backups, once: key }, { cluster, actor }) => {
    const refs = await Promise.all([...new Set(backups)].map((id) => backupRefOn(cluster, id)));
    const work: VerifyWork = { kind: 'verify', backups: refs };
    return { job: jobs.start({ cluster: cluster.key, actor, work, ...keyed(cluster.key, 'verify', key) }).id };
  },
);

const keyed = (cluster: string, kind: string, key: string | undefined) =>
  key === undefined ? {} : { key: `${cluster} ${kind} ${key}` };

/** Also where it is pinned after this, the job does not start. Throws refused. */
function refusePinned({ backups }: DeletionReview): void {
  const pinned = backups.find((backup) => backup.pinned !== null);
  if (pinned?.pinned == null) return;
  throw new AppError('refused', `${pinned.row.id} is not deleted. ${pinSentence(pinned.pinned)}`, {
    hint: 'Unpin it first.',
  });
}

const deletion = z.object({
  cluster: clusterKey,
  /** As they were reviewed: another file of that name is not what was confirmed. */
  backups: selected(z.object({ id: backupId, stamp: z.string().max(500) })),
  /** The groups that the review said would lose their last good backup. */
  last: z.array(z.string().max(600)).max(MAX_SELECTED_BACKUPS),
  /** The name that `deletionName` asks for, typed. */
  typed: z.string().max(600),
  once,
});

/** One job that deletes them one after the other, each if it is still the file that was reviewed. */
export const deleteBackups = defineAction(
  { name: 'delete backups', input: deletion, needs: 'delete-backup' },
  async (input, { cluster, actor }) => {
    const key = `${cluster.key} delete-backup ${input.once}`;
    // The first click may already have deleted them: the second one gets the first one's job.
    const started = runner().store.startedWith(key);
    if (started) return { job: started.id };
    const ids = input.backups.map(({ id }) => id);
    if (input.typed.trim() !== deletionName(ids, cluster.name))
      throw new AppError('invalid_input', 'The typed name does not match.', {
        hint: 'Nothing was deleted.',
        details: { fields: { typed: 'That is not the name.' } },
      });
    const review = await loadDeletion(cluster, ids);
    if (review.backups.length === 0)
      throw new AppError('not_found', 'There is nothing to delete: the files no longer exist.', {
        hint: 'They were deleted or renamed meanwhile.',
      });
    refusePinned(review);
    const changes = changesSinceReview(input, review);
    if (changes.length > 0)
      throw new AppError('plan_changed', 'The backups have changed since this was shown; nothing was deleted.', {
        hint: 'Review the deletion again.',
        details: { changes },
      });
    const work: DeleteBackupWork = {
      kind: 'delete-backup',
      backups: review.backups.map(({ row: { id, fileBytes }, stamp }) => ({
        backup: { source: cluster.backupSource, id },
        fileBytes,
        stamp,
      })),
    };
    return { job: jobs.start({ cluster: cluster.key, actor, work, key }).id };
  },
);

const pinReason = z.string().trim().min(1, 'Say why it must be kept.').max(500);
const pinnedFile = z.object({
  cluster: clusterKey,
  group: z.string().min(1).max(260),
  name: z.string().min(1).max(260),
});
const pinnedSnapshot = z.object({
  cluster: clusterKey,
  repository: z.string().min(1).max(255),
  snapshot: z.string().min(1).max(255),
});

/** It is not deleted while it is pinned. Again: it has another reason. */
export const pinBackup = defineAction(
  { name: 'pin backup', input: pinnedFile.extend({ reason: pinReason }), needs: 'back-up' },
  async (input, { cluster, actor }) =>
    pin(await pinnableFile(cluster, input), { by: actor.name, reason: input.reason }),
);

export const unpinBackup = defineAction(
  { name: 'unpin backup', input: pinnedFile, needs: 'delete-backup' },
  async (input, { cluster }) => unpin(await pinnableFile(cluster, input)),
);

export const pinSnapshot = defineAction(
  { name: 'pin snapshot', input: pinnedSnapshot.extend({ reason: pinReason }), needs: 'back-up' },
  async (input, { cluster, actor }) =>
    pin(await pinnableSnapshot(cluster, input), { by: actor.name, reason: input.reason }),
);

export const unpinSnapshot = defineAction(
  { name: 'unpin snapshot', input: pinnedSnapshot, needs: 'delete-backup' },
  async (input, { cluster }) => unpin(await pinnableSnapshot(cluster, input)),
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
  /** The name of this cluster, where documents of another one are written to it. */
  typedCluster: z.string().max(300).optional(),
  breakGlass: z.string().max(1_000).optional(),
  /** As in the switch of an alias: the documents before and after, beside the tick that accepts their loss. */
  acceptedLoss: documentsOfMoveSchema.optional(),
});

export const startRestore = defineAction(
  { name: 'restore', input: restore, needs: 'restore' },
  async (input, { cluster, actor, identity }) => {
    await assertMayRestoreFrom({ cluster, identity }, input.choices.from, input.backup);
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
      typedCluster: input.typedCluster,
      breakGlass: input.breakGlass,
    });
    return { job: job.id };
  },
);
