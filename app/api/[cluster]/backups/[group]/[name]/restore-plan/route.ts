import { z } from 'zod';
import { invalidInput } from '@/lib/action.ts';
import { backupAddress } from '@/lib/contract/backup-page.ts';
import { restore } from '@/lib/kinds/restore/describe.ts';
import { restoreChoices, type RestoreChoices } from '@/lib/kinds/restore/review.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { jobs, runner } from '@/lib/jobs/jobs.ts';
import { defineRoute } from '@/lib/route.ts';
import { idIn } from '@/lib/pages/cluster-backups.ts';
import { refuseForeignRestore } from '@/lib/pages/foreign-documents.ts';
import { withSavedOverrides } from '@/lib/saved-input/saved-overrides.ts';
import { restoreDraft, unusable } from '@/lib/pages/load-restore-draft.ts';
import { estimateOf } from '@/lib/present/restore-estimate.ts';

export const GET = defineRoute(
  { needs: 'read', params: backupAddress, query: z.record(z.string(), z.string()) },
  async ({ context, params, query }) => {
    const id = idIn(params);
    const typed = restoreChoices.safeParse(query);
    // Half-typed choices are a state of the review, with a sentence beside each field, not an error of the page.
    if (!typed.success) return unusable(invalidInput(typed.error));
    const choices = kept(context.cluster.key, typed.data);
    if ('failure' in choices) return choices;
    const refusal = await refuseForeignRestore(context, { source: context.cluster.backupSource, id }).catch(unusable);
    if (refusal) return refusal;
    const draft = await restoreDraft(context.cluster, id, choices);
    if (draft.state !== 'planned') return draft;
    const { key } = context.cluster;
    return {
      ...draft,
      guard: guardOf(runner().store, context.cluster, draft.plan, context.actor),
      estimate: estimateOf(draft.plan, jobs.pastRuns(restore.kind, key)),
    };
  },
);

function kept(cluster: string, choices: RestoreChoices) {
  try {
    return withSavedOverrides(cluster, choices);
  } catch (error) {
    return unusable(error);
  }
}
