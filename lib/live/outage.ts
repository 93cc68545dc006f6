import type { ClusterChange } from '../contract/overview.ts';
import { formatAge, formatUtcSeconds } from '../format.ts';

/** A time without an answer of the cluster, as a change that lasts. `lastAnswer`: undefined, where there was none. Pure. */
export function outageSince(since: Date, lastAnswer: string | undefined): ClusterChange {
  const at = since.toISOString();
  return {
    id: `no answer since ${at}`,
    at,
    after: lastAnswer ?? at,
    level: 'bad',
    sentence: `No answer from the cluster since ${formatUtcSeconds(at)}.`,
    job: null,
    outage: 'lasts',
  };
}

/** The changes with this one, once. Newest first. */
export const withOutage = (changes: readonly ClusterChange[], outage: ClusterChange): readonly ClusterChange[] =>
  changes.some(({ id }) => id === outage.id) ? changes : [outage, ...changes];

/** The changes when the cluster has answered: no outage lasts. The same list where none did. */
export function withOutagesEnded(changes: readonly ClusterChange[], now: Date): readonly ClusterChange[] {
  if (!changes.some(({ outage }) => outage === 'lasts')) return changes;
  return changes.map((change) => (change.outage === 'lasts' ? endedAt(change, now) : change));
}

/** The changes that an earlier process saved: when the cluster answered after it was stopped is unknown. */
export const withOutagesStopped = (changes: readonly ClusterChange[]): ClusterChange[] =>
  changes.map((change) =>
    change.outage === 'lasts'
      ? {
          ...change,
          level: 'warn',
          sentence: `No answer from the cluster from ${formatUtcSeconds(change.at)} until Restore Desk was stopped.`,
          outage: 'over',
        }
      : change,
  );

function endedAt(change: ClusterChange, now: Date): ClusterChange {
  const [from, to] = [formatUtcSeconds(change.at), formatUtcSeconds(now.getTime())];
  const took = formatAge(now.getTime() - Date.parse(change.at));
  return {
    ...change,
    level: 'warn',
    sentence: `No answer from the cluster from ${from} to ${to} (${took}).`,
    outage: 'over',
  };
}
