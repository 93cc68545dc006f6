import type { ConfiguredCluster } from '../config.ts';
import type { Incident, IncidentKind } from '../contract/incident.ts';
import type { Actor } from '../contract/job.ts';
import { isAppError } from '../errors.ts';
import { auditSubjectOf } from '../jobs/audit-subject.ts';
import { closeAudited } from '../jobs/change-incidents.ts';
import { runner } from '../jobs/jobs.ts';
import { auditAttempt, auditOutcome } from '../jobs/store/audit-log.ts';
import { findIncidents } from '../jobs/store/find-incidents.ts';
import { FOLLOW_UP_ACTIONS } from '../jobs/store/follow-ups.ts';
import type { RestoredIndex } from './restored-index.ts';
import { restoredIncidents } from './restored-incidents.ts';

/** Who closes it, and what they say about it; null: nothing. */
interface Closing {
  actor: Actor;
  note: string | null;
}

/** What a restore is the answer to. */
const KINDS: readonly IncidentKind[] = ['documents-lost', 'alias-missing'];
const MOST = 20;

/** With the incident of a restore, what Restore Desk noticed of the same alias is closed. Throws AppError disk. */
export function closeNoticed(cluster: ConfiguredCluster, { alias }: RestoredIndex, { actor, note }: Closing): void {
  if (alias === null) return;
  const { store } = runner();
  const open = findIncidents(store, { cluster: cluster.key, open: true, about: alias, limit: MOST });
  for (const { id } of open.filter(({ facts }) => KINDS.includes(facts.kind)))
    try {
      closeAudited(store, note, { cluster: cluster.key, id, actor, now: Date.now() });
    } catch (error) {
      // It has ended in the meantime.
      if (!isAppError(error) || error.code !== 'refused') throw error;
    }
}

/** With a noticed incident, those of the restores since it began are closed. Throws AppError disk. */
export function closeRestored(
  cluster: ConfiguredCluster,
  { began, facts, subject }: Incident,
  { actor, note }: Closing,
): void {
  if (!KINDS.includes(facts.kind)) return;
  const { store } = runner();
  const restores = restoredIncidents(cluster, () => false).filter(
    ({ alias, closed, switchedAt }) => alias === subject && closed === null && switchedAt > began.at,
  );
  for (const { job } of restores) {
    const line = auditAttempt(store, {
      action: FOLLOW_UP_ACTIONS.close,
      cluster: cluster.key,
      actor,
      address: actor.address,
      input: { cluster: cluster.key, job },
      ...auditSubjectOf(store, cluster, { job, ...(note === null ? {} : { reason: note }) }),
    });
    auditOutcome(store, line, { outcome: 'done', job });
  }
}
