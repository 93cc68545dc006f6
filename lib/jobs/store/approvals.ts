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

/** `?`: now, and a minute later. One that was asked for or given later than now is of a clock that has been set back. */
const OPEN = `expires_at > ? AND coalesce(approved_at, requested_at) <= ? AND used_by_job IS NULL AND ended_at IS NULL`;
const CLOCK_SLACK_MS = 60_000;
const openAt = (now: Date): [string, string] => [
  now.toISOString(),
  new Date(now.getTime() + CLOCK_SLACK_MS).toISOString(),
];

/** When those of this process are over, by a clock that is never set; there are few, and each lasts minutes. */
const deadlines = processGlobal('approval-deadlines', () => new Map<string, number>());
const keyOf = ({ id, requestedAt }: Approval): string => `${id} ${requestedAt}`;
const isOver = (approval: Approval): boolean => (deadlines().get(keyOf(approval)) ?? Infinity) <= performance.now();
const MOST_DEADLINES = 1000;

function lasts(approval: Approval, forMs: number): void {
  deadlines().delete(keyOf(approval));
  deadlines().set(keyOf(approval), performance.now() + forMs);
  if (deadlines().size > MOST_DEADLINES) deadlines().delete(deadlines().keys().next().value!);
}

const openOnes = (store: JobStore, where: string, ...values: string[]): Approval[] =>
  store.read(() =>
    store[SQL].prepare(`SELECT * FROM approvals WHERE ${where} AND ${OPEN} ORDER BY id DESC`)
      .all(...values, ...openAt(new Date()))
      .map(toApproval)
      .filter((each) => !isOver(each)),
  );

/** A cluster's key, or the keys of all entries that name this one cluster: a plan is the same under each. */
type Keys = string | readonly string[];
const among = (keys: Keys): { sql: string; values: readonly string[] } => {
  const values = typeof keys === 'string' ? [keys] : keys;
  return { sql: `cluster IN (${values.map(() => '?').join(', ')})`, values };
};

/** Newest first. Persons are compared here, not in SQL: one has many spellings. */
function openFor(store: JobStore, keys: Keys, fingerprint: string): Approval[] {
  const { sql, values } = among(keys);
  return openOnes(store, `${sql} AND fingerprint = ?`, ...values, fingerprint);
}

/** What this person has asked for this plan and nobody has used; null: nothing. */
export const requestedApproval = (store: JobStore, keys: Keys, fingerprint: string, by: string): Approval | null =>
  openFor(store, keys, fingerprint).find(({ requestedBy }) => samePerson(requestedBy, by)) ?? null;

/** The one that stands open for this plan, or a new one. */
export function requestApproval(
  store: JobStore,
  wanted: { cluster: string; fingerprint: string; summary: string; review: PlanReview; by: string; forMs: number },
): Approval {
  const now = new Date();
  return store.transact(() => {
    const standing = requestedApproval(store, wanted.cluster, wanted.fingerprint, wanted.by);
    if (standing) return standing;
    const inserted = store[SQL].prepare(
      'INSERT INTO approvals (cluster, fingerprint, summary, review, requested_by, requested_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *',
    ).get(
      wanted.cluster,
      wanted.fingerprint,
      wanted.summary,
      JSON.stringify(wanted.review),
      wanted.by,
      now.toISOString(),
      new Date(now.getTime() + wanted.forMs).toISOString(),
    );
    const asked = toApproval(inserted!);
    lasts(asked, wanted.forMs);
    return asked;
  });
}

export function openApprovals(store: JobStore, keys: Keys): Approval[] {
  const { sql, values } = among(keys);
  return openOnes(store, sql, ...values);
}

/** Throws AppError not_found, refused. Nobody approves what they asked for themselves. */
export function approve(
  store: JobStore,
  keys: Keys,
  id: string,
  by: string,
  forMs: number,
  who: Approver | null = null,
): Approval {
  const now = new Date();
  const { sql, values } = among(keys);
  return store.transact(() => {
    const row = store[SQL].prepare(`SELECT * FROM approvals WHERE id = ? AND ${sql}`).get(Number(id) || -1, ...values);
    if (!row) throw new AppError('not_found', 'There is no such request for approval.');
    const approval = toApproval(row);
    if (samePerson(approval.requestedBy, by))
      throw new AppError('refused', 'You asked for this yourself: the yes of a second person is needed.', {
        hint: 'Send a colleague the address of this page.',
      });
    if (!openOnes(store, 'id = ?', approval.id).some((each) => each.id === approval.id))
      throw new AppError('refused', 'This request is over: it was used, or has expired.', {
        hint: 'Plan again and ask again.',
      });
    const updated = store[SQL].prepare(
      'UPDATE approvals SET approver = CASE WHEN approved_by IS NULL THEN ? ELSE approver END, ' +
        'approved_by = coalesce(approved_by, ?), approved_at = ' +
        'coalesce(approved_at, ?), expires_at = CASE WHEN approved_by IS NULL THEN ? ELSE expires_at END ' +
        'WHERE id = ? RETURNING *',
    ).get(who && JSON.stringify(who), by, now.toISOString(), new Date(now.getTime() + forMs).toISOString(), Number(id));
    if (approval.approvedBy === null) lasts(approval, forMs);
    return toApproval(updated!);
  });
}

/** An approval for exactly this plan, asked for by somebody, and given by another person than the one who applies it; null: none. The command line applies what was asked for on the dashboard. */
export const validApproval = (store: JobStore, keys: Keys, fingerprint: string, by: string): Approval | null =>
  openFor(store, keys, fingerprint).find(
    ({ approvedBy, requestedBy }) =>
      approvedBy !== null && !samePerson(approvedBy, by) && !samePerson(approvedBy, requestedBy),
  ) ?? null;

/** Who is removed, or has another role now, says yes to nothing any more. Returns how many approvals that ended. */
export function withdrawApprovals(store: JobStore, by: string): number {
  return store.transact(() => {
    const given = openOnes(store, 'approved_by IS NOT NULL').filter(({ approvedBy }) =>
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

/** What has expired stays so, also where the clock is set back later. */
export function endExpired(store: JobStore): void {
  const now = new Date().toISOString();
  const expired = 'expires_at <= ? AND ended_at IS NULL AND used_by_job IS NULL';
  if (!store.read(() => store[SQL].prepare(`SELECT 1 FROM approvals WHERE ${expired} LIMIT 1`).get(now))) return;
  store.transact(() => store[SQL].prepare(`UPDATE approvals SET ended_at = ? WHERE ${expired}`).run(now, now));
}

/** Who gave one, as they were then; null: an older version did not keep that. */
export function approverOf(store: JobStore, id: string): Approver | null {
  const row = store.read(() => store[SQL].prepare('SELECT approver FROM approvals WHERE id = ?').get(Number(id)));
  return row ? approverIn(row) : null;
}

export function useApproval(store: JobStore, id: string, job: string): void {
  store.transact(() =>
    store[SQL].prepare('UPDATE approvals SET used_by_job = ? WHERE id = ? AND used_by_job IS NULL').run(
      Number(job),
      Number(id),
    ),
  );
}
