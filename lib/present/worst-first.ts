import type { ClusterStanding } from '../contract/clusters-page.ts';
import { CONCERNS, type Concern } from '../contract/concerns.ts';

type Judged = Pick<ClusterStanding, 'health' | 'incidents' | 'aliases' | 'drill' | 'jobs'>;

/** A cluster that pauses for less does not change its place. */
const SETTLED_AFTER_MS = 10_000;

/**
 * What is worst about a cluster. `criticalAliases`: open critical incidents about aliases. `now`: milliseconds. Pure.
 */
export function concernOf(
  standing: Judged,
  { criticalAliases, now }: { criticalAliases: number; now: number },
): Concern {
  const { aliases, drill, health, incidents } = standing;
  if (criticalAliases > 0) return 'critical';
  if (isSilent(health, now)) return 'silent';
  if (lastStatus(health) === 'red') return 'red';
  if ((aliases.troubled?.count ?? 0) > 0) return 'losses';
  if ((incidents?.open ?? 0) > 0) return 'incidents';
  if ((aliases.overdue?.count ?? 0) > 0) return 'overdue';
  if (drill !== null && drill !== 'never' && drill.outcome === 'failed') return 'drill';
  if (isPartlyUnknown(standing)) return 'unknown';
  return lastStatus(health) === 'yellow' ? 'yellow' : 'none';
}

const isSilent = (health: Judged['health'], now: number): boolean =>
  health.state === 'silent' && now - Date.parse(health.since) >= SETTLED_AFTER_MS;

/** While it pauses, of the last answer. */
const lastStatus = (health: Judged['health']): string | undefined =>
  health.state === 'silent' ? health.last?.status : health.state;

function isPartlyUnknown({ aliases, drill, health, incidents, jobs }: Judged): boolean {
  const isHealthKnown = health.state === 'silent' ? health.last !== null : 'takenAt' in health;
  return (
    !isHealthKnown ||
    incidents === null ||
    aliases.troubled === null ||
    aliases.overdue === null ||
    drill === null ||
    jobs === null
  );
}

type Placed = Pick<ClusterStanding, 'concern'> & { incidents: { critical: number } | null };

/** Of the same concern: with a critical incident first, else in the order given, so that rows keep their places. Pure. */
export const worstFirst = <Standing extends Placed>(standings: readonly Standing[]): Standing[] =>
  [...standings].sort(
    (a, b) =>
      CONCERNS.indexOf(a.concern) - CONCERNS.indexOf(b.concern) || Number(hasCritical(b)) - Number(hasCritical(a)),
  );

const hasCritical = ({ incidents }: Placed): boolean => (incidents?.critical ?? 0) > 0;

/** Whether a person should do something about it. Pure. */
export const needsAttention = ({ concern }: { concern: Concern }): boolean =>
  CONCERNS.indexOf(concern) < CONCERNS.indexOf('unknown');
