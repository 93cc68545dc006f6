import type { Approval, PlanReview } from '../../contract/reviews.ts';
import { AppError } from '../../errors.ts';
import { samePerson } from '../../contract/person.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export type { Approval };

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
  usedByJob: row.used_by_job === null ? null : String(row.used_by_job),
});

const open = `expires_at > ? AND used_by_job IS NULL`;

/** Newest first. Persons are compared here, not in SQL: one has many spellings. */
const openFor = (store: JobStore, cluster: string, fingerprint: string): Approval[] =>
  store.read(() =>
    store[SQL].prepare(`SELECT * FROM approvals WHERE cluster = ? AND fingerprint = ? AND ${open} ORDER BY id DESC`)
      .all(cluster, fingerprint, new Date().toISOString())
      .map(toApproval),
  );

/** What this person has asked for this plan and nobody has used; null: nothing. */
export const askedApproval = (store: JobStore, cluster: string, fingerprint: string, by: string): Approval | null =>
  openFor(store, cluster, fingerprint).find(({ requestedBy }) => samePerson(requestedBy, by)) ?? null;

/** The one that stands open for this plan, or a new one. */
export function requestApproval(
  store: JobStore,
  wanted: { cluster: string; fingerprint: string; summary: string; review: PlanReview; by: string; forMs: number },
): Approval {
  const now = new Date();
  return store.transact(() => {
    const standing = askedApproval(store, wanted.cluster, wanted.fingerprint, wanted.by);
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
    return toApproval(inserted!);
  });
}

export function openApprovals(store: JobStore, cluster: string): Approval[] {
  return store.read(() =>
    store[SQL].prepare(`SELECT * FROM approvals WHERE cluster = ? AND ${open} ORDER BY id DESC`)
      .all(cluster, new Date().toISOString())
      .map(toApproval),
  );
}

/** Throws AppError not_found, refused. Nobody approves what they asked for themselves. */
export function approve(store: JobStore, cluster: string, id: string, by: string, forMs: number): Approval {
  const now = new Date();
  return store.transact(() => {
    const row = store[SQL].prepare('SELECT * FROM approvals WHERE id = ? AND cluster = ?').get(
      Number(id) || -1,
      cluster,
    );
    if (!row) throw new AppError('not_found', 'There is no such request for approval.');
    const approval = toApproval(row);
    if (samePerson(approval.requestedBy, by))
      throw new AppError('refused', 'You asked for this yourself: the yes of a second person is needed.', {
        hint: 'Send a colleague the address of this page.',
      });
    if (approval.usedByJob !== null || approval.expiresAt <= now.toISOString())
      throw new AppError('refused', 'This request is over: it was used, or has expired.', {
        hint: 'Plan again and ask again.',
      });
    const updated = store[SQL].prepare(
      'UPDATE approvals SET approved_by = coalesce(approved_by, ?), approved_at = ' +
        'coalesce(approved_at, ?), expires_at = CASE WHEN approved_by IS NULL THEN ? ELSE expires_at END ' +
        'WHERE id = ? RETURNING *',
    ).get(by, now.toISOString(), new Date(now.getTime() + forMs).toISOString(), Number(id));
    return toApproval(updated!);
  });
}

/** An approval for exactly this plan, asked for by somebody, and given by another person than the one who applies it; null: none. The command line applies what was asked for on the dashboard. */
export const standingApproval = (store: JobStore, cluster: string, fingerprint: string, by: string): Approval | null =>
  openFor(store, cluster, fingerprint).find(
    ({ approvedBy, requestedBy }) =>
      approvedBy !== null && !samePerson(approvedBy, by) && !samePerson(approvedBy, requestedBy),
  ) ?? null;

/** Who is removed, or has another role now, says yes to nothing any more. Returns how many approvals that ended. */
export function withdrawApprovals(store: JobStore, by: string): number {
  const now = new Date().toISOString();
  return store.transact(() => {
    const given = store[SQL].prepare(`SELECT * FROM approvals WHERE approved_by IS NOT NULL AND ${open}`)
      .all(now)
      .map(toApproval)
      .filter(({ approvedBy }) => samePerson(approvedBy ?? '', by));
    const end = store[SQL].prepare('UPDATE approvals SET expires_at = ? WHERE id = ?');
    for (const { id } of given) end.run(now, Number(id));
    return given.length;
  });
}

export function useApproval(store: JobStore, id: string, job: string): void {
  store.transact(() =>
    store[SQL].prepare('UPDATE approvals SET used_by_job = ? WHERE id = ? AND used_by_job IS NULL').run(
      Number(job),
      Number(id),
    ),
  );
}
