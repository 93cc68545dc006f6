import type { PlanRequest } from '../../contract/plan-request.ts';
import type { Approval, Approver, PlanReview } from '../../contract/reviews.ts';
import { AppError } from '../../errors.ts';
import { samePerson } from '../../contract/person.ts';
import {
  approverIn,
  findApproval,
  inClusters,
  requireOpen,
  saveDeadline,
  selectOpen,
  toApproval,
  type ClusterKeys,
} from './approval-rows.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export { findApproval };
export { endExpiredApprovals, withdrawApprovals } from './end-approvals.ts';

/** Newest first. Callers compare persons, not SQL: one name has many spellings. */
export function openForPlan(store: JobStore, keys: ClusterKeys, fingerprint: string): Approval[] {
  const { sql, values } = inClusters(keys);
  return selectOpen(store, `${sql} AND fingerprint = ?`, ...values, fingerprint);
}

/** This person's unused request for this plan; null: none. */
export const requestedApproval = (
  store: JobStore,
  keys: ClusterKeys,
  fingerprint: string,
  by: string,
): Approval | null =>
  openForPlan(store, keys, fingerprint).find(({ requestedBy }) => samePerson(requestedBy, by)) ?? null;

export interface NewRequest {
  cluster: string;
  fingerprint: string;
  summary: string;
  review: PlanReview;
  by: string;
  forMs: number;
  /** Names of what the plan is about. */
  objects?: readonly string[];
  /** To make the plan again; null: it can't be. */
  request?: PlanRequest | null;
}

/** The person's open request for this plan, or a new one. */
export function requestApproval(store: JobStore, request: NewRequest): Approval {
  const now = new Date();
  return store.transact(() => {
    const existing = requestedApproval(store, request.cluster, request.fingerprint, request.by);
    if (existing) return existing;
    const inserted = store[SQL].prepare(
      'INSERT INTO approvals (cluster, fingerprint, summary, review, requested_by, requested_at, expires_at, objects, ' +
        'request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *',
    ).get(
      request.cluster,
      request.fingerprint,
      request.summary,
      JSON.stringify(request.review),
      request.by,
      now.toISOString(),
      new Date(now.getTime() + request.forMs).toISOString(),
      JSON.stringify(request.objects ?? []),
      request.request ? JSON.stringify(request.request) : null,
    );
    const requested = toApproval(inserted!);
    saveDeadline(requested, request.forMs);
    return requested;
  });
}

/** Newest first. */
export function openApprovals(store: JobStore, keys: ClusterKeys): Approval[] {
  const { sql, values } = inClusters(keys);
  return selectOpen(store, sql, ...values);
}

/** Of every cluster, newest first. */
export const allOpenApprovals = (store: JobStore): Approval[] => selectOpen(store, 'TRUE');

const isOpen = ({ state }: Approval): boolean => state === 'waiting' || state === 'approved';

/** Requested since then and over by now, newest first. */
export function endedApprovals(store: JobStore, keys: ClusterKeys, since: Date, limit: number): Approval[] {
  return requestedSince(store, keys, since)
    .filter((approval) => !isOpen(approval))
    .slice(0, limit);
}

const MOST_REQUESTS = 200;

function requestedSince(store: JobStore, keys: ClusterKeys, since: Date, where = '', ...more: string[]): Approval[] {
  const { sql, values } = inClusters(keys);
  return store.read(() =>
    store[SQL].prepare(
      `SELECT * FROM approvals WHERE ${sql} AND requested_at >= ? ${where} ORDER BY id DESC LIMIT ${MOST_REQUESTS}`,
    )
      .all(...values, since.toISOString(), ...more)
      .map(toApproval),
  );
}

/** The last request of a person since then for this plan, or for the plan of the same review; null: none. */
export const lastRequest = (
  store: JobStore,
  keys: ClusterKeys,
  { by, fingerprint, request, since }: { by: string; fingerprint: string; request: PlanRequest | null; since: Date },
): Approval | null =>
  requestedSince(
    store,
    keys,
    since,
    'AND (fingerprint = ? OR request = ?)',
    fingerprint,
    request ? JSON.stringify(request) : '',
  ).find(({ requestedBy }) => samePerson(requestedBy, by)) ?? null;

/** How its plan is made again; null: an older version did not save it. */
export function requestOf(store: JobStore, id: string): PlanRequest | null {
  const row = store.read(() => store[SQL].prepare('SELECT request FROM approvals WHERE id = ?').get(Number(id)));
  return typeof row?.request === 'string' ? (JSON.parse(row.request) as PlanRequest) : null;
}

/** The approval that a job used; null: none. */
export function approvalOfJob(store: JobStore, job: string): Approval | null {
  const row = store.read(() =>
    store[SQL].prepare('SELECT * FROM approvals WHERE used_by_job = ? ORDER BY id LIMIT 1').get(Number(job)),
  );
  return row ? toApproval(row) : null;
}

/** Throws AppError not_found, refused (also for one's own request). `details`: the approver, for later checks. */
export function approve(
  store: JobStore,
  keys: ClusterKeys,
  id: string,
  by: string,
  forMs: number,
  details: Approver | null = null,
): Approval {
  const now = new Date();
  return store.transact(() => {
    const approval = findApproval(store, keys, id);
    if (!approval) throw new AppError('not_found', 'There is no such request for approval.');
    if (samePerson(approval.requestedBy, by))
      throw new AppError('refused', 'You requested this yourself. The approval of a second person is needed.', {
        hint: 'Send a colleague the address of this page.',
      });
    requireOpen(store, approval);
    const updated = store[SQL].prepare(
      'UPDATE approvals SET approver = CASE WHEN approved_by IS NULL THEN ? ELSE approver END, ' +
        'approved_by = coalesce(approved_by, ?), approved_at = ' +
        'coalesce(approved_at, ?), expires_at = CASE WHEN approved_by IS NULL THEN ? ELSE expires_at END ' +
        'WHERE id = ? RETURNING *',
    ).get(
      details && JSON.stringify(details),
      by,
      now.toISOString(),
      new Date(now.getTime() + forMs).toISOString(),
      Number(id),
    );
    if (approval.approvedBy === null) saveDeadline(approval, forMs);
    return toApproval(updated!);
  });
}

/**
 * An approval of exactly this plan, given by a person who neither requested it nor applies it (`by`); null: none.
 * Requester and applier may differ: the command line applies what was requested on the dashboard.
 */
export const validApproval = (store: JobStore, keys: ClusterKeys, fingerprint: string, by: string): Approval | null =>
  openForPlan(store, keys, fingerprint).find(
    ({ approvedBy, requestedBy }) =>
      approvedBy !== null && !samePerson(approvedBy, by) && !samePerson(approvedBy, requestedBy),
  ) ?? null;

/** The approver as the sign-in knew them then; null: given in an older version, which did not save it. */
export function approverOf(store: JobStore, id: string): Approver | null {
  const row = store.read(() => store[SQL].prepare('SELECT approver FROM approvals WHERE id = ?').get(Number(id)));
  return row ? approverIn(row) : null;
}

/** Its lines of the audit log then belong to the job: they are found by its number, and kept as long. */
export function markApprovalUsed(store: JobStore, id: string, job: string): void {
  store.transact(() => {
    store[SQL].prepare('UPDATE approvals SET used_by_job = ? WHERE id = ? AND used_by_job IS NULL').run(
      Number(job),
      Number(id),
    );
    store[SQL].prepare(
      `UPDATE record SET job = ? WHERE approval = ? AND job IS NULL AND outcome = 'done'
         AND EXISTS (SELECT 1 FROM approvals WHERE id = ? AND used_by_job = ?)`,
    ).run(Number(job), Number(id), Number(id), Number(job));
  });
}
