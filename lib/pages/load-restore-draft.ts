import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ConfiguredCluster } from '../config.ts';
import type { ByWord } from '../contract/by-name.ts';
import type { Progress } from '../contract/progress.ts';
import { isAppError, toFailure } from '../errors.ts';
import { rememberDisplayedPlan, displayedPart } from '../jobs/displayed-plans.ts';
import { jobs } from '../jobs/jobs.ts';
import { planRestore } from '../kinds/restore/plan.ts';
import type { RestoreChoices, RestoreDraft } from '../kinds/restore/review.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import { processGlobal } from '../process-wide.ts';
import { settledWithin } from '../settled-within.ts';
import { readBackups } from './cluster-backups.ts';
import { configuredSource } from './copy-source.ts';
import { originCheckOn } from './origin-check.ts';
import { placeOf, planRun } from './place.ts';
import { restoreRequestOf } from './restore-request.ts';

/** A draft without the guard of its plan, which depends on the user: the route adds it. */
export type UnguardedDraft = Exclude<RestoreDraft, { state: 'planned' }> | { state: 'planned'; plan: RestorePlan };

interface Draft {
  /** The last outcome, while the next attempt runs too. */
  outcome: Extract<UnguardedDraft, { state: 'failed' | 'planned' }> | null;
  since: string;
  progress: Progress | null;
  startedAtMs: number;
  settledAt: number;
  requestedAt: number;
  running: { done: Promise<void>; controller: AbortController } | null;
}

/** A draft without an outcome is given up when no page has requested it for this time. */
const GIVE_UP_AFTER_MS = 60_000;
/** A page polls its plan more often than this: an older plan is not shown to a page that is opened later. */
const RETAINED_MS = 20_000;
/** An older outcome is planned again in the background, and shown meanwhile. */
const MAX_AGE_MS = 2_000;
/** A quick plan is in the first response. */
const FIRST_WAIT_MS = 400;
/** The backup has been verified, so a second plan is quick: waiting for it avoids showing one that may be refused. */
const NEXT_WAIT_MS = 3_000;
const MAX_DRAFTS = 200;

/**
 * Drafts of restores, by cluster, backup and choices. A plan reads the backup to its end, which takes minutes for a
 * large one: it is made once for all pages that show it.
 */
const drafts = processGlobal(
  'restore-drafts',
  () =>
    new LRUCache<string, Draft>({
      max: MAX_DRAFTS,
      ttl: GIVE_UP_AFTER_MS,
      ttlAutopurge: true,
      dispose: (draft) => draft.running?.controller.abort(),
    }),
);

/**
 * The plan of a restore, or how far the backup has been read. Failures of the plan are returned. Throws AppError
 * not_found, disk.
 */
export async function loadRestoreDraft(
  cluster: ConfiguredCluster,
  id: string,
  choices: RestoreChoices,
): Promise<UnguardedDraft> {
  const { text: stamp } = await readBackups(configuredSource(cluster, choices.from), (source, signal) =>
    source.stamp(id, signal),
  );
  const key = createHash('sha256')
    .update(JSON.stringify([cluster.key, id, stamp, choices]))
    .digest('hex');
  const draft = drafts().get(key) ?? newDraft();
  draft.requestedAt = performance.now();
  retain(key, draft);
  if (draft.running === null && isOutdated(draft, cluster)) begin(key, draft, cluster, id, choices);
  if (draft.running !== null)
    await settledWithin(draft.running.done, draft.outcome === null ? FIRST_WAIT_MS : NEXT_WAIT_MS);
  return draft.outcome ?? { state: 'reading', since: draft.since, progress: draft.progress };
}

const newDraft = (): Draft => ({
  outcome: null,
  since: new Date().toISOString(),
  progress: null,
  startedAtMs: 0,
  settledAt: 0,
  requestedAt: 0,
  running: null,
});

/** Its time to live counts from the last request. */
function retain(key: string, draft: Draft): void {
  const fromRequestMs = draft.outcome === null ? GIVE_UP_AFTER_MS : RETAINED_MS;
  const ttl = Math.round(fromRequestMs - (performance.now() - draft.requestedAt));
  if (ttl > 0) drafts().set(key, draft, { ttl });
  else drafts().delete(key);
}

const isOutdated = (draft: Draft, cluster: ConfiguredCluster): boolean =>
  draft.outcome === null ||
  performance.now() - draft.settledAt > MAX_AGE_MS ||
  hasJobChangedSince(cluster, draft.startedAtMs);

function begin(key: string, draft: Draft, cluster: ConfiguredCluster, id: string, choices: RestoreChoices): void {
  const controller = new AbortController();
  draft.startedAtMs = Date.now();
  draft.since = new Date().toISOString();
  draft.progress = null;
  const done = planRestoreOf(cluster, id, choices, controller.signal, (progress) => (draft.progress = progress))
    .then<Draft['outcome'], Draft['outcome']>(
      (plan) => ({ state: 'planned', plan: displayedPart(rememberDisplayedPlan(plan)) }),
      failedDraft,
    )
    .then((outcome) => {
      draft.outcome = outcome;
      draft.running = null;
      draft.settledAt = performance.now();
      if (drafts().peek(key) === draft) retain(key, draft);
    });
  draft.running = { done, controller };
}

/** A plan from before the start or the end of one of the cluster's jobs is outdated, however new. */
function hasJobChangedSince(cluster: ConfiguredCluster, timeMs: number): boolean {
  try {
    return jobs
      .summaries({ cluster: cluster.key, limit: 20 })
      .some(({ createdAt, endedAt }) => Date.parse(endedAt ?? createdAt) >= timeMs);
  } catch {
    return false;
  }
}

/**
 * Plans a restore outside of a job. `choices.from`: of a backup of another cluster, which the caller may restore. Throws
 * what `planRestore` throws, and AppError invalid_input, not_found.
 */
export const planRestoreOf = async (
  cluster: ConfiguredCluster,
  id: string,
  choices: RestoreChoices,
  signal?: AbortSignal,
  report?: (progress: Progress) => void,
): Promise<RestorePlan> => {
  const { backupSource, key } = configuredSource(cluster, choices.from);
  return planRestore(
    placeOf(cluster),
    {
      backup: { source: backupSource, id },
      ...(key === cluster.key ? {} : { from: key }),
      ...restoreRequestOf(choices),
      writerOf: jobs.writerOf,
      originCheck: originCheckOn(cluster),
    },
    planRun(signal, report),
  );
};

export const failedDraft = (error: unknown): Extract<RestoreDraft, { state: 'failed' }> => ({
  state: 'failed',
  failure: toFailure(error),
  fields: fieldsOf(error),
});

const fieldsOf = (error: unknown): ByWord<string> =>
  isAppError(error) && typeof error.details.fields === 'object' && error.details.fields !== null
    ? (error.details.fields as ByWord<string>)
    : {};
