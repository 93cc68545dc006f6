import { idWithin } from '../contract/backup-ref.ts';
import { NO_FOLLOW_UP } from '../contract/follow-up.ts';
import type { Job } from '../contract/job.ts';
import { LOSS_SHARE } from '../contract/loss-share.ts';
import type { RestoredIncident } from '../contract/overview.ts';
import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { processGlobal } from '../process-wide.ts';
import { sumOrNull } from '../sum-or-null.ts';
import { restoredBy, switchedTo, type RestoredIndex } from './restored-index.ts';

const DAY_MS = 24 * 3_600_000;
/** Later, an incident is history: the page of its restore has it. */
const SHOWN_MS = 14 * DAY_MS;
/** The newest restores that are looked at. */
const MOST = 30;

/**
 * Incidents that are over as far as documents show: an alias had lost its documents, and points to what was restored; and
 * those that somebody has closed. `isInTrouble`: the alias has lost documents again. Empty if the jobs' database can't be
 * used.
 */
export function restoredIncidents(
  cluster: ConfiguredCluster,
  isInTrouble: (alias: string) => boolean,
): RestoredIncident[] {
  try {
    return incidentsOf(
      cluster,
      recentRestores(cluster).filter(({ restored: { alias } }) => alias !== null && !isInTrouble(alias)),
    );
  } catch {
    return [];
  }
}

interface Restore {
  restored: RestoredIndex;
  isAfterLoss: boolean;
}

function incidentsOf(cluster: ConfiguredCluster, restores: readonly Restore[]): RestoredIncident[] {
  const followUps = jobs.followUps(restores.map(({ restored }) => restored.job));
  return restores.flatMap(({ restored, isAfterLoss }) => {
    const { alias, file, job } = restored;
    const { closed } = followUps.get(job) ?? NO_FOLLOW_UP;
    const switchedAt = closed === null && !isAfterLoss ? null : switchedTo(restored);
    if (alias === null || switchedAt === null) return [];
    return [{ alias, job, backup: file && idWithin(cluster.backupSource, file), switchedAt, closed }];
  });
}

/** The newest restores, each index once: rejected documents may have been sent again by a later job. */
function recentRestores({ key }: ConfiguredCluster): Restore[] {
  const restoring = kinds.all().filter(({ segment }) => segment === 'restores');
  const since = new Date(Date.now() - SHOWN_MS).toISOString();
  const recent = jobs
    .summaries({ cluster: key, kinds: restoring.map(({ kind }) => kind), statuses: ['succeeded'], limit: MOST })
    .filter(({ endedAt }) => endedAt !== null && endedAt > since);
  const byIndex = new Map<string, Restore>();
  for (const { id, endedAt } of recent) {
    const restore = restoreOf(id, endedAt);
    if (restore !== null) byIndex.set(restore.restored.uuid, restore);
  }
  return [...byIndex.values()];
}

/** Jobs that have ended do not change, and their plans are large. */
const known = processGlobal('restores', () => new Map<string, Restore | null>());
const MOST_KNOWN = 500;

function restoreOf(id: string, endedAt: string | null): Restore | null {
  const key = `${id} ${endedAt}`;
  const before = known().get(key);
  if (before !== undefined) return before;
  const job = jobs.get(id);
  const restored = job && restoredBy(job);
  const restore = job && restored ? { restored, isAfterLoss: isAfterLoss(job, restored) } : null;
  if (known().size >= MOST_KNOWN) known().clear();
  known().set(key, restore);
  return restore;
}

/** The alias had far fewer documents when the restore was planned than afterwards, or did not exist. */
function isAfterLoss(job: Job, { index }: RestoredIndex): boolean {
  const { alias } = kinds.of(job.work);
  if (alias === null || job.status !== 'succeeded') return false;
  const before = alias.targetsWhenPlanned(job.work);
  const had = sumOrNull(before.map(({ documents }) => documents));
  const has = alias.documentCounts(job.work, job.result).find((each) => each.index === index)?.documents ?? null;
  return before.length === 0 || (had !== null && has !== null && had < has * (1 - LOSS_SHARE));
}
