import type { ByWord } from '../contract/by-name.ts';
import { createHash } from 'node:crypto';
import type { ConfiguredCluster } from '../config.ts';
import type { RestoreChoices, RestoreDraft } from '../kinds/restore/review.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Progress } from '../contract/progress.ts';
import { isAppError, toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { rememberDisplayedPlan, displayedPart } from '../jobs/displayed-plans.ts';
import { planRestore } from '../kinds/restore/plan.ts';
import { processGlobal } from '../process-wide.ts';
import { askBackups } from './cluster-backups.ts';
import { placeOf, planRun } from './place.ts';
import { restoreRequestOf } from './restore-request.ts';

/**
 * Plans of restores under way. A plan reads the backup to its end, which takes minutes for a big one: it is made once for
 * all who look at it, a page asks how far it is, and it is given up when nobody has asked for a while.
 */
interface Draft {
  since: string;
  progress: Progress | null;
  outcome: Extract<RestoreDraft, { state: 'failed' }> | { state: 'planned'; plan: RestorePlan } | null;
  begunAt: number;
  settledAt: number;
  askedAt: number;
  controller: AbortController | null;
}

/** What stands between the plan and its job depends on who asks: the route adds it. */
export type UnguardedDraft = Exclude<RestoreDraft, { state: 'planned' }> | { state: 'planned'; plan: RestorePlan };

const drafts = processGlobal('restore-drafts', () => new Map<string, Draft>());

/** A reading that nobody has asked after for so long is given up. */
const FORGOTTEN_AFTER_MS = 60_000;
/** A page asks for its plan more often than this: who comes back later is shown no plan of then. */
const LEFT_AFTER_MS = 20_000;
/** An outcome older than this is made anew in the background; what is known is shown meanwhile. */
const FRESH_MS = 2_000;
/** A quick plan is in the first answer. */
const PATIENCE_MS = 400;
const ANEW_WITHIN_MS = 3_000;

export async function restoreDraft(
  cluster: ConfiguredCluster,
  id: string,
  choices: RestoreChoices,
): Promise<UnguardedDraft> {
  forget();
  const { text: stamp } = await askBackups(cluster, (source, signal) => source.stamp(id, signal));
  const key = createHash('sha256')
    .update(JSON.stringify([cluster.key, id, stamp, choices]))
    .digest('hex');
  const draft = drafts().get(key) ?? {
    since: new Date().toISOString(),
    progress: null,
    outcome: null,
    begunAt: 0,
    settledAt: 0,
    askedAt: 0,
    controller: null,
  };
  drafts().set(key, draft);
  draft.askedAt = performance.now();
  if (
    draft.controller === null &&
    (draft.outcome === null || performance.now() - draft.settledAt > FRESH_MS || jobEndedSince(cluster, draft.begunAt))
  )
    begin(draft, cluster, id, choices);
  // A plan made anew takes no second reading of the file: wait a moment for it rather than show one that may be refused.
  if (draft.controller !== null) await settled(draft, draft.outcome === null ? PATIENCE_MS : ANEW_WITHIN_MS);
  return draft.outcome ?? { state: 'reading', since: draft.since, progress: draft.progress };
}

function begin(draft: Draft, cluster: ConfiguredCluster, id: string, choices: RestoreChoices): void {
  const controller = new AbortController();
  draft.controller = controller;
  draft.begunAt = Date.now();
  draft.since = new Date().toISOString();
  draft.progress = null;
  void planned(cluster, id, choices, controller.signal, (progress) => (draft.progress = progress))
    .then(
      (plan) => (draft.outcome = { state: 'planned', plan: displayedPart(rememberDisplayedPlan(plan)) }),
      (error: unknown) => (draft.outcome = unusable(error)),
    )
    .finally(() => {
      draft.controller = null;
      draft.settledAt = performance.now();
    });
}

/** What one of our own jobs has just changed is not shown as it was before, however fresh the plan. */
function jobEndedSince(cluster: ConfiguredCluster, at: number): boolean {
  try {
    return jobs
      .summaries({ cluster: cluster.key, limit: 20 })
      .some((job) => job.endedAt !== null && Date.parse(job.endedAt) >= at);
  } catch {
    return false;
  }
}

/** Plans a restore outside of a job. */
export const planned = (
  cluster: ConfiguredCluster,
  id: string,
  choices: RestoreChoices,
  signal?: AbortSignal,
  report?: (progress: Progress) => void,
): Promise<RestorePlan> =>
  planRestore(
    placeOf(cluster),
    { backup: { source: cluster.backupSource, id }, ...restoreRequestOf(choices) },
    planRun(signal, report),
  );

async function settled(draft: Draft, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  while (draft.controller !== null && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 15));
}

function forget(): void {
  for (const [key, draft] of drafts()) {
    if (performance.now() - draft.askedAt < (draft.outcome === null ? FORGOTTEN_AFTER_MS : LEFT_AFTER_MS)) continue;
    draft.controller?.abort();
    drafts().delete(key);
  }
}

export const unusable = (error: unknown): Extract<RestoreDraft, { state: 'failed' }> => ({
  state: 'failed',
  failure: toFailure(error),
  fields: fieldsOf(error),
});

const fieldsOf = (error: unknown): ByWord<string> =>
  isAppError(error) && typeof error.details.fields === 'object' && error.details.fields !== null
    ? (error.details.fields as ByWord<string>)
    : {};
