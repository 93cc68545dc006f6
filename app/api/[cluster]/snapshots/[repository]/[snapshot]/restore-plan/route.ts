import { z } from 'zod';
import { fieldsOf, invalidInput } from '@/lib/action.ts';
import { isAppError, toFailure } from '@/lib/errors.ts';
import { guardOf } from '@/lib/jobs/guard.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import {
  restoreSnapshotChoices,
  snapshotIndexAddress,
  type RestoreSnapshotDraft,
} from '@/lib/kinds/restore-snapshot/review.ts';
import { assertMayCopyFrom } from '@/lib/pages/copy-source.ts';
import { planRestoreSnapshotFor } from '@/lib/pages/plan-restore-snapshot.ts';
import { defineRoute } from '@/lib/route.ts';

export const GET = defineRoute(
  { needs: 'read', params: snapshotIndexAddress, query: z.record(z.string(), z.string()), admit: assertMayCopyFrom },
  async ({ context, params: { repository, snapshot }, query }): Promise<RestoreSnapshotDraft> => {
    const choices = restoreSnapshotChoices.safeParse(query);
    if (!choices.success) return failed(invalidInput(choices.error));
    try {
      const plan = await planRestoreSnapshotFor(context.cluster, { repository, snapshot, choices: choices.data });
      return { state: 'planned', plan, guard: guardOf(runner().store, context.cluster, plan, context.actor) };
    } catch (error) {
      return failed(error);
    }
  },
);

/** About what was chosen: a state of the review, not a failure of the request. */
const OF_THE_CHOICE: ReadonlySet<string> = new Set([
  'invalid_input',
  'not_found',
  'index_exists',
  'refused',
  'unsupported',
]);

function failed(error: unknown): RestoreSnapshotDraft {
  if (!isAppError(error) || !OF_THE_CHOICE.has(error.code)) throw error;
  return { state: 'failed', failure: toFailure(error), fields: fieldsOf(error).fields ?? {} };
}
