import { z } from 'zod';
import { invalidInput } from '@/lib/action.ts';
import { backupAddress } from '@/lib/contract/backup-page.ts';
import { isAppError } from '@/lib/errors.ts';
import { restore } from '@/lib/kinds/restore/describe.ts';
import { restoreChoices, type RestoreChoices } from '@/lib/kinds/restore/review.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { rememberDisplayedPlan } from '@/lib/jobs/displayed-plans.ts';
import { jobs, runner } from '@/lib/jobs/jobs.ts';
import { defineRoute } from '@/lib/route.ts';
import { backupIdOf } from '@/lib/pages/cluster-backups.ts';
import { assertMayRestoreFrom } from '@/lib/pages/copy-source.ts';
import { withSavedOverrides } from '@/lib/saved-input/saved-overrides.ts';
import { loadRestoreDraft, failedDraft } from '@/lib/pages/load-restore-draft.ts';
import { restoreRequest } from '@/lib/pages/plan-again.ts';
import { estimateByDrill, estimateOf } from '@/lib/present/restore-estimate.ts';

export const GET = defineRoute(
  { needs: 'read', params: backupAddress, query: z.record(z.string(), z.string()) },
  async ({ context, params, query }) => {
    const id = backupIdOf(params);
    const parsed = restoreChoices.safeParse(query);
    // Incomplete choices are a state of the review, with a message at each field, not an error of the request.
    if (!parsed.success) return failedDraft(invalidInput(parsed.error));
    const choices = choicesWithOverrides(context.cluster.key, parsed.data);
    if ('failure' in choices) return choices;
    const refusal = await assertMayRestoreFrom(context, choices.from, id).catch(refusedDraft);
    if (refusal) return refusal;
    const draft = await loadRestoreDraft(context.cluster, id, choices);
    if (draft.state !== 'planned') return draft;
    const { key } = context.cluster;
    // With the choices of the address: a second person is shown the plan as it is made again.
    rememberDisplayedPlan(draft.plan, restoreRequest(context.cluster, { backup: id, choices: parsed.data }));
    return {
      ...draft,
      guard: guardOf(runner().store, context.cluster, draft.plan, context.actor),
      estimate:
        estimateByDrill({ ...draft.plan.backup, alias: draft.plan.alias }, jobs.drilledBackups() ?? new Map()) ??
        estimateOf(draft.plan.backup, jobs.pastRuns(restore.kind, { key, uuid: draft.plan.cluster.uuid })),
    };
  },
);

function choicesWithOverrides(cluster: string, choices: RestoreChoices) {
  try {
    return withSavedOverrides(cluster, choices);
  } catch (error) {
    return failedDraft(error);
  }
}

/** An unknown cluster is answered as everywhere: with 404. */
function refusedDraft(error: unknown) {
  if (isAppError(error) && error.code === 'not_found') throw error;
  return failedDraft(error);
}
