import type { ConfiguredCluster } from '../config.ts';
import { idOfAddress } from '../contract/backup-address.ts';
import { kinds } from '../kinds/kinds.ts';
import { objectsOf, objectsOfPlan } from '../kinds/objects.ts';
import { approvalKeys } from './cluster-entries.ts';
import { displayedPlan } from './displayed-plans.ts';
import { originsOf, possibleOriginsOf } from './document-origin.ts';
import { originSentence } from './origin-sentence.ts';
import { findApproval } from './store/approvals.ts';
import type { AuditAttempt } from './store/audit-log.ts';
import { incidentById } from './store/incidents.ts';
import { muteById } from './store/mutes.ts';
import type { JobStore } from './store/job-store.ts';

type Subject = Pick<AuditAttempt, 'objects' | 'fingerprint' | 'approval' | 'note'>;

/**
 * What the line of an action is about. Inputs of actions name things by the same words: the plan that was shown
 * (`fingerprint`), an `approval`, a `job`, a `backup` or `backups`, its `group` and `name`, an `index`, an `alias`, a `repository`,
 * a `snapshot`, a `schedule` or the `spec` of one, an `incident`, a `mute`, a `channel`; and a `reason` or a
 * `comment`, for people.
 */
export function auditSubjectOf(store: JobStore, cluster: ConfiguredCluster, input: object): Subject {
  const text = (name: string): string | null => {
    const value = (input as { [name: string]: unknown })[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [group, name] = [text('group'), text('name')];
  const address = group === null || name === null ? null : idOfAddress({ group, name });
  const named = [
    ...['alias', 'index', 'repository', 'snapshot', 'backup', 'schedule', 'channel'].map(text),
    ...ofIncident(store, cluster, text('incident')),
    ...ofMute(store, cluster, text('mute')),
    address,
    ...backupsIn(input),
    ...nameOfSpec(input),
  ].filter((name) => name !== null);
  const about =
    ofPlan(text('fingerprint')) ?? ofApproval(store, cluster, text('approval')) ?? ofJob(store, cluster, text('job'));
  const note =
    text('reason') ?? text('comment') ?? originNote(store, cluster, text('fingerprint'), text('typedCluster'));
  return { ...about, objects: [...named, ...(about?.objects ?? [])], ...(note === null ? {} : { note }) };
}

/** By their ids, or as objects that have one. */
function backupsIn(input: { backups?: unknown }): string[] {
  const ids = (Array.isArray(input.backups) ? input.backups : []).map((named: unknown) =>
    typeof named === 'object' && named !== null && 'id' in named ? named.id : named,
  );
  return ids.filter((id) => typeof id === 'string');
}

/** A new schedule, or the name that one gets. */
function nameOfSpec(input: { spec?: unknown; schedule?: unknown }): string[] {
  const { spec } = input;
  const name = typeof spec === 'object' && spec !== null && 'name' in spec ? spec.name : null;
  return typeof name === 'string' && name !== input.schedule ? [name] : [];
}

function ofPlan(fingerprint: string | null): Subject | null {
  const plan = fingerprint === null ? null : displayedPlan(fingerprint);
  return plan && { objects: objectsOfPlan(plan) };
}

function ofApproval(store: JobStore, cluster: ConfiguredCluster, id: string | null): Subject | null {
  const approval = id === null ? null : findApproval(store, approvalKeys(store, cluster), id);
  return approval && { objects: approval.objects, fingerprint: approval.fingerprint, approval: approval.id };
}

/** What it is about, and its number. One of another cluster is not named. */
function ofIncident(store: JobStore, cluster: ConfiguredCluster, id: string | null): string[] {
  const incident = id === null ? null : incidentById(store, cluster.key, id);
  return incident === null ? [] : [incident.subject, `incident ${incident.id}`].filter((name) => name !== '');
}

/** Its alias, if it is of one, and its number. One of another cluster is not named. */
function ofMute(store: JobStore, cluster: ConfiguredCluster, id: string | null): string[] {
  const mute = id === null ? null : muteById(store, cluster.key, id);
  return mute === null ? [] : [mute.alias, `mute ${mute.id}`].filter((name) => name !== null);
}

/** A job of another cluster is not named: its users may have no role on this one. */
function ofJob(store: JobStore, cluster: ConfiguredCluster, id: string | null): Subject | null {
  const job = id === null ? null : store.get(id);
  if (job === null || job.cluster !== cluster.key) return null;
  const plan = kinds.of(job.work).plan(job.work);
  return { objects: objectsOf(job.work), ...(plan === null ? {} : { fingerprint: plan.fingerprint }) };
}

/** Where the documents of a plan come from, and what was typed to confirm it; null: of no other configured cluster. */
function originNote(
  store: JobStore,
  cluster: ConfiguredCluster,
  fingerprint: string | null,
  typed: string | null,
): string | null {
  const plan = fingerprint === null ? null : displayedPlan(fingerprint);
  const origins = plan === null ? [] : originsOf(store, cluster, plan);
  const possible = plan === null ? [] : possibleOriginsOf(store, cluster, plan);
  if (origins.length === 0 && possible.length === 0 && typed === null) return null;
  return [
    origins.length === 0 ? null : originSentence(origins),
    possible.length === 0 ? null : originSentence(possible, 'may come'),
    origins.length + possible.length > 0 ? null : 'Where the documents come from is not known any more.',
    typed === null ? null : `Typed to confirm it: ${typed}.`,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}
