import { LRUCache } from 'lru-cache';
import type { ConfiguredCluster } from '../config.ts';
import type { Progress } from '../contract/progress.ts';
import type { ReplayAsked } from '../kinds/replay/review.ts';
import { processGlobal } from '../process-wide.ts';
import { settledWithin } from '../settled-within.ts';
import { planRun } from './place.ts';
import { planReplayWithMapping, type PlannedReplay } from './plan-replay.ts';

type Outcome = { planned: PlannedReplay } | { error: unknown };

interface Draft {
  since: string;
  progress: Progress | null;
  running: Promise<void> | null;
  controller: AbortController;
  outcome: Outcome | null;
  settledAtMs: number;
}

/** The reading is given up when no page has asked for it for this time. */
const GIVE_UP_AFTER_MS = 60_000;
/** An older outcome is planned again. What was read is kept, so that this is quick. */
const MAX_AGE_MS = 5_000;
const WAIT_MS = 3_000;

const drafts = processGlobal(
  'replay-drafts',
  () =>
    new LRUCache<string, Draft>({
      max: 50,
      ttl: GIVE_UP_AFTER_MS,
      ttlAutopurge: true,
      dispose: ({ controller }) => controller.abort(),
    }),
);

export type ReplayDraft =
  { state: 'reading'; since: string; progress: Progress | null } | ({ state: 'planned' } & PlannedReplay);

/**
 * The plan of a replay, or how far the captures have been read: gigabytes take minutes. It is made once for all pages that ask for the
 * same. Throws what the plan throws.
 */
export async function loadReplayDraft(cluster: ConfiguredCluster, asked: ReplayAsked): Promise<ReplayDraft> {
  const key = JSON.stringify([cluster.key, asked]);
  const known = drafts().get(key);
  const draft = known !== undefined && isCurrent(known) ? known : begin(cluster, asked);
  drafts().set(key, draft);
  if (draft.running !== null) await settledWithin(draft.running, WAIT_MS);
  const { outcome, progress, since } = draft;
  if (outcome === null) return { state: 'reading', since, progress };
  if ('planned' in outcome) return { state: 'planned', ...outcome.planned };
  drafts().delete(key);
  throw outcome.error;
}

const isCurrent = ({ running, settledAtMs }: Draft): boolean =>
  running !== null || performance.now() - settledAtMs <= MAX_AGE_MS;

function begin(cluster: ConfiguredCluster, asked: ReplayAsked): Draft {
  const controller = new AbortController();
  const draft: Draft = {
    since: new Date().toISOString(),
    progress: null,
    running: null,
    controller,
    outcome: null,
    settledAtMs: 0,
  };
  const run = planRun(controller.signal, (progress) => (draft.progress = progress));
  draft.running = planReplayWithMapping(cluster, asked, run)
    .then<Outcome, Outcome>(
      (planned) => ({ planned }),
      (error: unknown) => ({ error }),
    )
    .then((outcome) => {
      draft.outcome = outcome;
      draft.running = null;
      draft.settledAtMs = performance.now();
    });
  return draft;
}
