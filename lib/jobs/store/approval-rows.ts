import {
  APPROVAL_STATES,
  approver,
  type Approval,
  type ApprovalState,
  type Approver,
  type PlanReview,
} from '../../contract/reviews.ts';
import { AppError } from '../../errors.ts';
import { processGlobal } from '../../process-wide.ts';
import { howItEnded } from './approval-sentences.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

type Row = Record<string, unknown>;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const approverIn = (row: Row): Approver | null =>
  typeof row.approver === 'string' ? (approver.safeParse(JSON.parse(row.approver)).data ?? null) : null;

export function toApproval(row: Row): Approval {
  const stored: Omit<Approval, 'state' | 'over'> = {
    id: String(row.id),
    cluster: String(row.cluster),
    fingerprint: String(row.fingerprint),
    summary: String(row.summary),
    review: row.review === null ? null : (JSON.parse(String(row.review)) as PlanReview),
    requestedBy: String(row.requested_by),
    requestedAt: String(row.requested_at),
    expiresAt: String(row.expires_at),
    approvedBy: textOrNull(row.approved_by),
    approvedAt: textOrNull(row.approved_at),
    askedAgain: approverIn(row)?.askedAgain ?? null,
    usedByJob: row.used_by_job === null ? null : String(row.used_by_job),
    objects: typeof row.objects === 'string' ? (JSON.parse(row.objects) as string[]) : [],
    end:
      typeof row.ended_at === 'string'
        ? { at: row.ended_at, by: textOrNull(row.ended_by), reason: textOrNull(row.end_reason) }
        : null,
  };
  const approval = { ...stored, state: stateOf(row, stored) };
  return { ...approval, over: howItEnded(approval) };
}

function stateOf(row: Row, approval: Omit<Approval, 'state' | 'over'>): ApprovalState {
  if (approval.usedByJob !== null) return 'used';
  const stored = APPROVAL_STATES.find((state) => state === row.ended_as);
  if (stored !== undefined) return stored;
  // Older versions did not save how it ended.
  if (approval.end !== null) return approval.expiresAt <= approval.end.at ? 'expired' : 'removed';
  if (approval.expiresAt <= new Date().toISOString() || isPastDeadline(approval)) return 'expired';
  return approval.approvedBy === null ? 'waiting' : 'approved';
}

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
type Identity = Pick<Approval, 'id' | 'requestedAt'>;
const keyOf = ({ id, requestedAt }: Identity): string => `${id} ${requestedAt}`;
const isPastDeadline = (approval: Identity): boolean =>
  (deadlines().get(keyOf(approval)) ?? Infinity) <= performance.now();
const MOST_DEADLINES = 1000;

export function saveDeadline(approval: Identity, forMs: number): void {
  deadlines().delete(keyOf(approval));
  deadlines().set(keyOf(approval), performance.now() + forMs);
  if (deadlines().size > MOST_DEADLINES) deadlines().delete(deadlines().keys().next().value!);
}

/** Newest first. */
export const selectOpen = (store: JobStore, where: string, ...values: string[]): Approval[] =>
  store.read(() =>
    store[SQL].prepare(`SELECT * FROM approvals WHERE ${where} AND ${OPEN} ORDER BY id DESC`)
      .all(...values, ...openValues(new Date()))
      .map(toApproval)
      .filter((each) => !isPastDeadline(each)),
  );

/** A cluster's key, or the keys of all entries that name the same cluster: a plan is the same under each. */
export type ClusterKeys = string | readonly string[];
export const inClusters = (keys: ClusterKeys): { sql: string; values: readonly string[] } => {
  const values = typeof keys === 'string' ? [keys] : keys;
  return { sql: `cluster IN (${values.map(() => '?').join(', ')})`, values };
};

/** null: there is none, or it is of another cluster. */
export function findApproval(store: JobStore, keys: ClusterKeys, id: string): Approval | null {
  const { sql, values } = inClusters(keys);
  const row = store.read(() =>
    store[SQL].prepare(`SELECT * FROM approvals WHERE id = ? AND ${sql}`).get(Number(id) || -1, ...values),
  );
  return row ? toApproval(row) : null;
}

/** Throws AppError refused, with how it ended. */
export function requireOpen(store: JobStore, approval: Approval): void {
  if (selectOpen(store, 'id = ?', approval.id).some((each) => each.id === approval.id)) return;
  const how = approval.over ?? 'it was made later than the clock of this machine shows.';
  throw new AppError('refused', `This request is over: ${how}`, {
    hint: 'Review the plan again, then request approval again.',
  });
}
