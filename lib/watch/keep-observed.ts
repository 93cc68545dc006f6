import { isDeepStrictEqual } from 'node:util';
import { isOfAlias } from '../contract/incident-kinds.ts';
import { cutInTheMiddle, observedLines } from '../incidents/timeline.ts';
import { idsOfRecent, observedOf, saveObserved } from '../jobs/store/incident-observed.ts';
import { incidentById } from '../jobs/store/incidents.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { WatchedHistory } from '../live/cluster-history.ts';

/** What is observed is known for a day at least: more often is not needed. */
export const KEEP_OBSERVED_EVERY_MS = 5 * 60_000;
/** The timeline goes on for a while after the end (`spanOf`). */
const AFTER_END_MS = 3_600_000;
/** Lines of one incident. */
const MOST_KEPT = 400;

/**
 * Saves what was observed around the incidents of a cluster, with each: counts of documents are known for a day, and the last
 * changes only. `now`: milliseconds since 1970. Throws AppError disk.
 */
export function keepObserved(
  store: JobStore,
  cluster: string,
  history: Pick<WatchedHistory, 'changes' | 'countsOf' | 'eventsOf'>,
  now: number,
): void {
  for (const id of idsOfRecent(store, cluster, new Date(now - AFTER_END_MS).toISOString())) {
    const incident = incidentById(store, cluster, id);
    if (incident === null) continue;
    const alias = isOfAlias(incident.facts.kind) ? incident.subject : null;
    const kept = observedOf(store, id);
    const observed = observedLines(
      {
        incident,
        kept,
        changes: history.changes,
        documents: alias === null ? [] : history.countsOf(alias),
        aliasEvents: alias === null ? [] : history.eventsOf(alias),
      },
      now,
    );
    const lines = cutInTheMiddle(observed, MOST_KEPT).flat();
    if (!isDeepStrictEqual(lines, kept)) saveObserved(store, id, lines);
  }
}
