import type { Incident, IncidentComment } from '../contract/incident.ts';
import type { Actor } from '../contract/job.ts';
import { auditDone } from './store/audit-log.ts';
import { acknowledgeIncident, closeIncident, commentIncident } from './store/incident-changes.ts';
import { incidentById } from './store/incidents.ts';
import type { JobStore } from './store/job-store.ts';

/** Who changes an incident of which cluster, and when (milliseconds). */
export interface IncidentChanger {
  /** The cluster's key. */
  cluster: string;
  /** The incident's. */
  id: string;
  actor: Actor;
  now: number;
}

/** With its line in the audit log. Throws as `acknowledgeIncident`. */
export const acknowledgeAudited = (store: JobStore, changer: IncidentChanger): Incident =>
  audited(store, { action: 'acknowledge incident' }, changer, () => acknowledgeIncident(store, changeOf(changer)));

/** Throws as `commentIncident`. */
export const commentAudited = (store: JobStore, text: string, changer: IncidentChanger): IncidentComment =>
  audited(store, { action: 'comment on incident', note: text }, changer, () =>
    commentIncident(store, { ...changeOf(changer), text }),
  );

/** Throws as `closeIncident`. */
export const closeAudited = (store: JobStore, note: string | null, changer: IncidentChanger): Incident =>
  audited(store, { action: 'close incident', ...(note === null ? {} : { note }) }, changer, () =>
    closeIncident(store, { ...changeOf(changer), note }),
  );

const changeOf = ({ actor, cluster, id, now }: IncidentChanger) => ({ cluster, id, by: actor.name, now });

/** Changes something and adds its line, both or neither. */
const audited = <T>(
  store: JobStore,
  line: { action: string; note?: string },
  { actor, cluster, id }: IncidentChanger,
  change: () => T,
): T =>
  store.transact(() => {
    const changed = change();
    const subject = incidentById(store, cluster, id)?.subject ?? '';
    auditDone(store, {
      ...line,
      input: { incident: id },
      cluster,
      actor,
      address: actor.address,
      objects: [subject, `incident ${id}`].filter((name) => name !== ''),
    });
    return changed;
  });
