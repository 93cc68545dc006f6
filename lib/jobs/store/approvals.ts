import { approver, type Approval, type Approver, type PlanReview } from '../../contract/reviews.ts';
import { AppError } from '../../errors.ts';
import { samePerson } from '../../contract/person.ts';
import { processGlobal } from '../../process-wide.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export type { Approval };

const approverIn = (row: Record<string, unknown>): Approver | null =>
  typeof row.approver === 'string' ? (approver.safeParse(JSON.parse(row.approver)).data ?? null) : null;

const toApproval = (row: Record<string, unknown>): Approval => ({
  id: String(row.id),
  cluster: String(row.cluster),
  fingerprint: String(row.fingerprint),
  summary: String(row.summary),
  review: row.review === null ? null : (JSON.parse(String(row.review)) as PlanReview),
  requestedBy: String(row.requested_by),
  requestedAt: String(row.requested_at),
  expiresAt: String(row.expires_at),
  approvedBy: row.approved_by === null ? null : String(row.approved_by),
  approvedAt: row.approved_at === null ? null : String(row.approved_at),
  askedAgain: approverIn(row)?.askedAgain ?? null,
  usedByJob: row.used_by_job === null ? null : String(row.used_by_job),
});

/**
 * `?`: now, and a minute later. An approval requested or given later than now was made before the clock was set back:
 * it does not count.
 */
const OPEN = `expires_at > ? AND coalesce(approved_at, requested_at) <= ? AND used_by_job IS NULL AND ended_at IS NULL`;
const CLOCK_SLACK_MS = 60_000;
const openValues = (now: Date): [string, string] => [
  now.toISOString(),
  new Date(now.getTime() + CLOCK_SLACK_MS).toISOString(),
];

/** When approvals of this process expire, by the monotonic clock. There are few, and each is valid for minutes. */
const deadlines = processGlobal('approval-deadlines', () => new Map<string, number>());
const keyOf = ({ id, requestedAt }: Approval): string => `${id} ${requestedAt}`;
const isPastDeadline = (approval: Approval): boolean =>
  (deadlines().get(keyOf(approval)) ?? Infinity) <= performance.now();
const MOST_DEADLINES = 1000;

function saveDeadline(approval: Approval, forMs: number): void {
  deadlines().delete(keyOf(approval));
  deadlines().set(keyOf(approval), performance.now() + forMs);
  if (deadlines().size > MOST_DEADLINES) deadlines().delete(deadlines().keys().next().value!);
}

const selectOpen = (store: JobStore, where: string, ...values: string[]): Approval[] =>
  store.read(() =>
    store[SQL].prepare(`SELECT * FROM approvals WHERE ${where} AND ${OPEN} ORDER BY id DESC`)
      .all(...values, ...openValues(new Date()))
      .map(toApproval)
      .filter((each) => !isPastDeadline(each)),
  );

/** A cluster's key, or the keys of all entries that name the same cluster: a plan is the same under each. */
type ClusterKeys = string | readonly string[];
const inClusters = (keys: ClusterKeys): { sql: string; values: readonly string[] } => {
  const values = typeof keys === 'string' ? [keys] : keys;
  return { sql: `cluster IN (${values.map(() => '?').join(', ')})`, values };
};

/** Newest first. Callers compare persons, not SQL: one name has many spellings. */
function openForPlan(store: JobStore, keys: ClusterKeys, fingerprint: string): Approval[] {
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

/** The person's open request for this plan, or a new one. */
export function requestApproval(
  store: JobStore,
  request: { cluster: string; fingerprint: string; summary: string; review: PlanReview; by: string; forMs: number },
): Approval {
  const now = new Date();
  return store.transact(() => {
    const existing = requestedApproval(store, request.cluster, request.fingerprint, request.by);
    if (existing) return existing;
    const inserted = store[SQL].prepare(
      'INSERT INTO approvals (cluster, fingerprint, summary, review, requested_by, requested_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *',
    ).get(
      request.cluster,
      request.fingerprint,
      request.summary,
      JSON.stringify(request.review),
      request.by,
      now.toISOString(),
      new Date(now.getTime() + request.forMs).toISOString(),
    );
    const requested = toApproval(inserted!);
    saveDeadline(requested, request.forMs);
    return requested;
  });
}

export function openApprovals(store: JobStore, keys: ClusterKeys): Approval[] {
  const { sql, values } = inClusters(keys);
  return selectOpen(store, sql, ...values);
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
  const { sql, values } = inClusters(keys);
  return store.transact(() => {
    const row = store[SQL].prepare(`SELECT * FROM approvals WHERE id = ? AND ${sql}`).get(Number(id) || -1, ...values);
    if (!row) throw new AppError('not_found', 'There is no such request for approval.');
    const approval = toApproval(row);
    if (samePerson(approval.requestedBy, by))
      throw new AppError('refused', 'You asked for this yourself: the yes of a second person is needed.', {
        hint: 'Send a colleague the address of this page.',
      });
    if (!selectOpen(store, 'id = ?', approval.id).some((each) => each.id === approval.id))
      throw new AppError('refused', 'This request is over: it was used, or has expired.', {
        hint: 'Plan again and ask again.',
      });
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

/** Ends the unused approvals of somebody who was removed or has another role. Returns how many. */
export function withdrawApprovals(store: JobStore, by: string): number {
  return store.transact(() => {
    const given = selectOpen(store, 'approved_by IS NOT NULL').filter(({ approvedBy }) =>
      samePerson(approvedBy ?? '', by),
    );
    for (const { id } of given) endApproval(store, id);
    return given.length;
  });
}

export function endApproval(store: JobStore, id: string): void {
  store[SQL].prepare('UPDATE approvals SET ended_at = ? WHERE id = ? AND ended_at IS NULL').run(
    new Date().toISOString(),
    Number(id),
  );
}

/** Marks expired requests and approvals as ended, so that they stay expired if the clock is set back. */
export function endExpiredApprovals(store: JobStore): void {
  const now = new Date().toISOString();
  const expired = 'expires_at <= ? AND ended_at IS NULL AND used_by_job IS NULL';
  if (!store.read(() => store[SQL].prepare(`SELECT 1 FROM approvals WHERE ${expired} LIMIT 1`).get(now))) return;
  store.transact(() => store[SQL].prepare(`UPDATE approvals SET ended_at = ? WHERE ${expired}`).run(now, now));
}

/** The approver as the sign-in knew them then; null: given in an older version, which did not save it. */
export function approverOf(store: JobStore, id: string): Approver | null {
  const row = store.read(() => store[SQL].prepare('SELECT approver FROM approvals WHERE id = ?').get(Number(id)));
  return row ? approverIn(row) : null;
}

export function markApprovalUsed(store: JobStore, id: string, job: string): void {
  store.transact(() =>
    store[SQL].prepare('UPDATE approvals SET used_by_job = ? WHERE id = ? AND used_by_job IS NULL').run(
      Number(job),
      Number(id),
    ),
  );
}
