import { z } from 'zod';
import { findCluster, type ConfiguredCluster } from '../config.ts';
import type { failure } from '../contract/job.ts';
import { aliasName, backupId, clusterKey, indexName } from '../contract/names.ts';
import type { PlanRequest } from '../contract/plan-request.ts';
import type { Plan } from '../contract/plan.ts';
import { AppError, toFailure } from '../errors.ts';
import { rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { carryForward } from '../kinds/carry-forward/describe.ts';
import { carryForwardPath, undoCarryForwardPath } from '../kinds/carry-forward/review-address.ts';
import {
  carryForwardAsked,
  undoCarryForwardAsked,
  type CarryForwardAsked,
  type UndoCarryForwardAsked,
} from '../kinds/carry-forward/review.ts';
import { changeIndexState } from '../kinds/change-index-state/describe.ts';
import { changeIndexStatePath } from '../kinds/change-index-state/review-address.ts';
import { changeIndexStateAsked, type ChangeIndexStateAsked } from '../kinds/change-index-state/review.ts';
import { changeAlias } from '../kinds/change-alias/describe.ts';
import { planChangeAlias } from '../kinds/change-alias/plan.ts';
import { changeAliasReviewPath } from '../kinds/change-alias/review-address.ts';
import { changeAliasAsked, type ChangeAliasAsked } from '../kinds/change-alias/review.ts';
import type { ChangeAliasPlan } from '../kinds/change-alias/schema.ts';
import { replay } from '../kinds/replay/describe.ts';
import { replayReviewPath } from '../kinds/replay/review-address.ts';
import { replayAsked, type ReplayAsked } from '../kinds/replay/review.ts';
import { restore } from '../kinds/restore/describe.ts';
import { restoreReviewPath } from '../kinds/restore/review-address.ts';
import { restoreChoices } from '../kinds/restore/review.ts';
import { restoreSnapshot } from '../kinds/restore-snapshot/describe.ts';
import {
  restoreSnapshotAsked,
  restoreSnapshotReviewPath,
  type RestoreSnapshotAsked,
} from '../kinds/restore-snapshot/review.ts';
import { switchAlias } from '../kinds/switch/describe.ts';
import { planSwitch } from '../kinds/switch/plan.ts';
import { switchReviewPath } from '../kinds/switch/review-address.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { undoCarryForward } from '../kinds/undo-carry-forward/describe.ts';
import { singleFlight } from '../live/single-flight.ts';
import { withSavedOverrides } from '../saved-input/saved-overrides.ts';
import { loadReplayDraft } from './load-replay-draft.ts';
import { loadRestoreDraft } from './load-restore-draft.ts';
import { placeOf, planRun } from './place.ts';
import { planCarryForwardFor, planUndoCarryForwardFor } from './plan-carry-forward.ts';
import { planIndexStateOf } from './plan-index-change.ts';
import { planRestoreSnapshotFor } from './plan-restore-snapshot.ts';

type PlannedAgain =
  { state: 'planned'; plan: Plan } | { state: 'reading' } | { state: 'failed'; failure: z.infer<typeof failure> };

/** A plan that a second person may have to approve: how it is made again, and where its review is. */
interface Review<Asked> {
  asked: z.ZodType<Asked>;
  path(asked: Asked): string;
  /** Throws AppError. */
  plan(cluster: ConfiguredCluster, asked: Asked): Promise<PlannedAgain>;
}

const switchAsked = z.object({ index: indexName, alias: aliasName.optional() });
export type SwitchAsked = z.infer<typeof switchAsked>;

/** The plan of a switch, made once for all pages that ask for it at the same time. Throws AppError. */
export async function planSwitchOf(cluster: ConfiguredCluster, asked: SwitchAsked): Promise<SwitchPlan> {
  const { index, alias } = asked;
  const plan = await singleFlight(JSON.stringify(['switch', cluster.key, index, alias]), cluster.name, (signal) =>
    planSwitch(placeOf(cluster), { index, alias }, planRun(signal)),
  );
  return rememberDisplayedPlan(plan, { kind: switchAlias.kind, cluster: cluster.key, asked });
}

const switchReview: Review<SwitchAsked> = {
  asked: switchAsked,
  path: switchReviewPath,
  plan: async (cluster, asked) => ({ state: 'planned', plan: await planSwitchOf(cluster, asked) }),
};

/** The same for adding an index to an alias or removing one from it. */
export async function planAliasChangeOf(cluster: ConfiguredCluster, asked: ChangeAliasAsked): Promise<ChangeAliasPlan> {
  const { change, alias, index, keepWrites } = asked;
  const key = JSON.stringify(['change-alias', cluster.key, change, alias, index, keepWrites]);
  const plan = await singleFlight(key, cluster.name, (signal) =>
    planChangeAlias(placeOf(cluster), { change, alias, index, keepWrites: keepWrites !== undefined }, planRun(signal)),
  );
  return rememberDisplayedPlan(plan, { kind: changeAlias.kind, cluster: cluster.key, asked });
}

const changeAliasReview: Review<ChangeAliasAsked> = {
  asked: changeAliasAsked,
  path: changeAliasReviewPath,
  plan: async (cluster, asked) => ({ state: 'planned', plan: await planAliasChangeOf(cluster, asked) }),
};

const restoreAsked = z.object({ backup: backupId, choices: restoreChoices });
type RestoreAsked = z.infer<typeof restoreAsked>;

/** `choices` as in the address: saved overrides are named by their key. */
export const restoreRequest = (cluster: ConfiguredCluster, asked: RestoreAsked): PlanRequest => ({
  kind: restore.kind,
  cluster: cluster.key,
  asked,
});

const restoreReview: Review<RestoreAsked> = {
  asked: restoreAsked,
  path: ({ backup, choices }) => restoreReviewPath(backup, choices),
  plan: (cluster, { backup, choices }) => loadRestoreDraft(cluster, backup, withSavedOverrides(cluster.key, choices)),
};

const snapshotReview: Review<RestoreSnapshotAsked> = {
  asked: restoreSnapshotAsked,
  path: restoreSnapshotReviewPath,
  plan: async (cluster, asked) => ({ state: 'planned', plan: await planRestoreSnapshotFor(cluster, asked) }),
};

const carryReview: Review<CarryForwardAsked> = {
  asked: carryForwardAsked,
  path: carryForwardPath,
  plan: async (cluster, asked) => ({ state: 'planned', plan: await planCarryForwardFor(cluster, asked) }),
};

const undoCarryReview: Review<UndoCarryForwardAsked> = {
  asked: undoCarryForwardAsked,
  path: ({ job }) => undoCarryForwardPath(job),
  plan: async (cluster, asked) => ({ state: 'planned', plan: await planUndoCarryForwardFor(cluster, asked) }),
};

const replayReview: Review<ReplayAsked> = {
  asked: replayAsked,
  path: replayReviewPath,
  plan: loadReplayDraft,
};

const indexStateReview: Review<ChangeIndexStateAsked> = {
  asked: changeIndexStateAsked,
  path: changeIndexStatePath,
  plan: async (cluster, asked) => ({ state: 'planned', plan: await planIndexStateOf(cluster, asked) }),
};

const REVIEWS = new Map<string, Review<unknown>>([
  [switchAlias.kind, switchReview as Review<unknown>],
  [changeAlias.kind, changeAliasReview as Review<unknown>],
  [restore.kind, restoreReview as Review<unknown>],
  [restoreSnapshot.kind, snapshotReview as Review<unknown>],
  [carryForward.kind, carryReview as Review<unknown>],
  [undoCarryForward.kind, undoCarryReview as Review<unknown>],
  [replay.kind, replayReview as Review<unknown>],
  [changeIndexState.kind, indexStateReview as Review<unknown>],
]);

function reviewOf(request: PlanRequest): { review: Review<unknown>; asked: unknown } | null {
  const review = REVIEWS.get(request.kind);
  const parsed = review?.asked.safeParse(request.asked);
  return review && parsed?.success ? { review, asked: parsed.data } : null;
}

const copyAsked = z.object({ choices: z.object({ from: clusterKey }) });

/** The key of the other cluster whose backup it is about; null: of none. */
export const otherClusterOf = ({ asked }: PlanRequest): string | null =>
  copyAsked.safeParse(asked).data?.choices.from ?? null;

/** The address of its review, below the cluster's; null: of a kind that this version does not know. */
export function reviewPathOf(request: PlanRequest): string | null {
  const found = reviewOf(request);
  return found && found.review.path(found.asked);
}

/** Makes a plan again from what its page asked for, as the page does. null: this version does not know how. */
export async function planAgain(request: PlanRequest): Promise<PlannedAgain | null> {
  const found = reviewOf(request);
  if (found === null) return null;
  const cluster = findCluster(request.cluster);
  try {
    if (!cluster) throw new AppError('not_found', 'The cluster of this request is no longer configured.');
    return await found.review.plan(cluster, found.asked);
  } catch (error) {
    return { state: 'failed', failure: toFailure(error) };
  }
}
