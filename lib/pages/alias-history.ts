import type { AliasEvent, AliasPage } from '../contract/alias-page.ts';
import { toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { aliasHistoryOf } from '../present/alias-history.ts';

const MOST_MOVES = 100;
const MOST_ENTRIES = 100;

interface Known {
  /** null: the cluster has never answered. */
  clusterUuid: string | null;
  events: readonly AliasEvent[];
  /** What the last listing shows; null: there is none. */
  now: { takenAt: string; indices: string[] } | null;
}

/** The moves of our jobs, and what the listings of the cluster show beside them. */
export function aliasHistory(alias: string, { clusterUuid, events, now }: Known): AliasPage['history'] {
  const { moves, problem } = movesOf(alias, clusterUuid);
  const entries = aliasHistoryOf(
    moves,
    events.map((event) => ({ ...event, job: event.job !== null && isOf(event.job, alias) ? event.job : null })),
    isBeingChanged(alias) ? null : now,
  );
  return {
    entries: entries.slice(0, MOST_ENTRIES),
    more: entries.length > MOST_ENTRIES || moves.length === MOST_MOVES,
    problem,
  };
}

function movesOf(alias: string, clusterUuid: string | null) {
  if (clusterUuid === null) return { moves: [], problem: null };
  try {
    return { moves: jobs.aliasMoves({ clusterUuid, alias, limit: MOST_MOVES }), problem: null };
  } catch (error) {
    return { moves: [], problem: toFailure(error).message };
  }
}

/** Whether the job was to move this alias: one that only changes an index of it does not explain a move. */
function isOf(id: string, alias: string): boolean {
  try {
    const job = jobs.get(id);
    return job !== null && kinds.of(job.work).alias?.name(job.work) === alias;
  } catch {
    return false;
  }
}

/** A job that has not ended may have moved it already: the listing shows that before the job does. */
function isBeingChanged(alias: string): boolean {
  try {
    return jobs
      .list({ statuses: ['queued', 'running'], limit: 100 })
      .some(({ work }) => kinds.of(work).alias?.name(work) === alias);
  } catch {
    return true;
  }
}
