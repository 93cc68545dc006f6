import type { ConfiguredCluster } from '../config.ts';
import type { Incident, Mute } from '../contract/incident.ts';
import { ENDED_ROWS } from '../contract/incident-limits.ts';
import type {
  IncidentCounts,
  IncidentList,
  IncidentRow,
  IncidentsFilter,
  IncidentsPage,
} from '../contract/incidents-page.ts';
import { muteOf } from '../incidents/mutes.ts';
import { incidentWords } from '../incidents/words.ts';
import { runner } from '../jobs/jobs.ts';
import { commentCounts, countIncidents, findIncidents, openCounts } from '../jobs/store/find-incidents.ts';
import { hasIncidents } from '../jobs/store/incidents.ts';
import { mutesOf } from '../jobs/store/mutes.ts';
import { channelsForPage } from '../notify/channels-for-page.ts';

/** The incidents of a cluster, which need not answer. Throws AppError disk. */
export function loadIncidents(cluster: ConfiguredCluster, filter: IncidentsFilter, now = Date.now()): IncidentsPage {
  const { store } = runner();
  const { about, before, kind, rows, state } = filter;
  const mutes = mutesOf(store, [cluster.key], now).sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
  const wanted = { cluster: cluster.key, kind, about };
  const listOf = (open: boolean, most: number, older?: string): IncidentList => {
    const found = findIncidents(store, { ...wanted, open, limit: most + 1, before: older });
    return {
      rows: rowsOf(found.slice(0, most), mutes, now),
      count: countIncidents(store, { ...wanted, open }),
      more: found.length > most,
    };
  };
  return {
    takenAt: new Date(now).toISOString(),
    open: state === 'ended' ? null : listOf(true, rows),
    ended: state === 'open' ? null : listOf(false, ENDED_ROWS, before),
    any: hasIncidents(store, cluster.key),
    mutes,
    watched: cluster.watch !== null,
    told: channelsForPage([cluster.key]).some(({ routes }) => routes.some(({ of }) => of === 'incidents')),
  };
}

function rowsOf(incidents: readonly Incident[], mutes: readonly Mute[], now: number): IncidentRow[] {
  const comments = commentCounts(
    runner().store,
    incidents.map(({ id }) => id),
  );
  return incidents.map((incident) => {
    const { since, title, what } = incidentWords(incident, now);
    const mutedUntil = muteOf(mutes, incident, now)?.until ?? null;
    return { incident, title, what, since, comments: comments.get(incident.id) ?? 0, mutedUntil };
  });
}

/** Of the open ones, for every page. Throws AppError disk. */
export const incidentCounts = ({ key }: ConfiguredCluster): IncidentCounts => openCounts(runner().store, key);
