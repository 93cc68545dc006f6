import type { ClusterStanding } from '../contract/clusters-page.ts';
import { CONCERNS, type Concern } from '../contract/concerns.ts';

type Judged = Pick<ClusterStanding, 'health' | 'incidents' | 'aliases' | 'drill' | 'jobs'>;

/** A cluster that pauses for less does not change its place. */
const SETTLED_AFTER_MS = 10_000;

/**
 * What is worst about a cluster. `otherCritical`: open critical incidents, except those that its
 * health says (red, no answer). `now`: milliseconds. Pure.
 */
export function concernOf(standing: Judged, { otherCritical, now }: { otherCritical: number; now: number }): Concern {
  const { aliases, drill, health, incidents } = standing;
  if (otherCritical > 0) return 'critical';
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

/** Of the same concern: in the order given, so that rows keep their places. Pure. */
export const worstFirst = <Standing extends { concern: Concern }>(standings: readonly Standing[]): Standing[] =>
  [...standings].sort((a, b) => CONCERNS.indexOf(a.concern) - CONCERNS.indexOf(b.concern));

/** Whether a person should do something about it. Pure. */
export const needsAttention = ({ concern }: { concern: Concern }): boolean =>
  CONCERNS.indexOf(concern) < CONCERNS.indexOf('unknown');
