import type { Incident } from '../../lib/contract/incident.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { incidentById } from '../../lib/jobs/store/incidents.ts';
import type { JobStore } from '../../lib/jobs/store/job-store.ts';

/** Confirmed ones of a cluster, newest first. `open` null: open and ended ones. */
export const listIncidents = (
  store: JobStore,
  { cluster, limit, open }: { cluster: string; open: boolean | null; limit: number },
): Incident[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT id FROM incidents WHERE cluster = ? AND confirmed_at IS NOT NULL AND (ended_at IS NULL) IN (?, ?)
           ORDER BY id DESC LIMIT ?`,
      ).all(cluster, Number(open ?? true), Number(open ?? false), limit),
    )
    .flatMap(({ id }) => incidentById(store, cluster, String(id)) ?? []);
