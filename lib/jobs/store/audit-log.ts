import type { BrokenGlass } from '../../contract/broken-glass.ts';
import type { Actor } from '../../contract/job.ts';
import type { RecordEntry, RecordOutcome } from '../../contract/record.ts';
import { redact, redactDeep } from '../../config/redact.ts';
import type { Failure } from '../../errors.ts';
import { parseExact } from '../../json/exact.ts';
import { log } from '../../log.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export type { RecordEntry };

export interface RecordAttempt {
  cluster: string | null;
  action: string;
  actor: (Pick<Actor, 'name' | 'address'> & { role: string | null }) | null;
  address: string | null;
  fingerprint?: string | null;
  input?: unknown;
  note?: string;
  requests?: unknown;
}

export interface RecordedOutcome {
  outcome: Exclude<RecordOutcome, 'attempted'>;
  job?: string | null;
  before?: unknown;
  after?: unknown;
  requests?: unknown;
  failure?: Failure;
  note?: string;
}

/** What was sent may be anything (big integers, circles, a thousand levels): that it was, is recorded all the same. */
function asJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  try {
    return clip(JSON.stringify(redactDeep(value)));
  } catch {
    return JSON.stringify({ unreadable: 'What was sent is no data that could be written down.' });
  }
}

/** An input of megabytes is not a record; its head tells what it was. */
const LONGEST = 100_000;
const clip = (json: string): string =>
  json.length <= LONGEST ? json : JSON.stringify({ clipped: json.slice(0, LONGEST), characters: json.length });

/** Written before anything is changed; the id is for the outcome. Throws AppError disk: then nothing may be changed. */
export function recordAttempt(store: JobStore, attempt: RecordAttempt): number {
  const at = new Date().toISOString();
  const id = store.transact(() =>
    Number(
      store[SQL].prepare(
        'INSERT INTO record (at, cluster, action, outcome, actor_name, role, address, fingerprint, ' +
          `input, requests, note) VALUES (?, ?, ?, 'attempted', ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        at,
        attempt.cluster,
        attempt.action,
        attempt.actor?.name ?? null,
        attempt.actor?.role ?? null,
        attempt.address,
        attempt.fingerprint ?? null,
        asJson(attempt.input),
        asJson(attempt.requests),
        attempt.note ? redact(attempt.note) : null,
      ).lastInsertRowid,
    ),
  );
  log().info(
    {
      record: id,
      cluster: attempt.cluster,
      action: attempt.action,
      actor: attempt.actor?.name ?? null,
      role: attempt.actor?.role ?? null,
      address: attempt.address,
      fingerprint: attempt.fingerprint ?? undefined,
    },
    'attempted',
  );
  return id;
}

export function recordOutcome(store: JobStore, id: number, outcome: RecordedOutcome): void {
  const failure = outcome.failure
    ? asJson({ code: outcome.failure.code, message: outcome.failure.message, hint: outcome.failure.hint })
    : null;
  store.transact(() => {
    store[SQL].prepare(
      'UPDATE record SET ended_at = ?, outcome = ?, job = coalesce(?, job), before = ?, after = ?, ' +
        'requests = coalesce(?, requests), failure = ?, note = coalesce(?, note) WHERE id = ?',
    ).run(
      new Date().toISOString(),
      outcome.outcome,
      outcome.job ? Number(outcome.job) : null,
      asJson(outcome.before),
      asJson(outcome.after),
      asJson(outcome.requests),
      failure,
      outcome.note ? redact(outcome.note) : null,
      id,
    );
  });
  log().info(
    {
      record: id,
      job: outcome.job ?? undefined,
      failure: outcome.failure ? { code: outcome.failure.code, message: outcome.failure.message } : undefined,
    },
    outcome.outcome,
  );
}

export interface RecordFilter {
  cluster?: string;
  /** Also the lines that belong to no cluster: signing in and out. */
  withoutCluster?: boolean;
  outcome?: RecordOutcome;
  text?: string;
  before?: string;
  limit?: number;
}

type Row = Record<string, unknown>;
const maybe = (value: unknown): string | null =>
  typeof value === 'string' ? value : value === null || value === undefined ? null : String(value);
const data = (value: unknown): unknown => (typeof value === 'string' ? parseExact(value) : null);

const toEntry = (row: Row): RecordEntry => ({
  id: String(row.id),
  at: String(row.at),
  endedAt: maybe(row.ended_at),
  cluster: maybe(row.cluster),
  action: String(row.action),
  outcome: String(row.outcome) as RecordOutcome,
  actor: maybe(row.actor_name),
  role: maybe(row.role),
  address: maybe(row.address),
  fingerprint: maybe(row.fingerprint),
  job: maybe(row.job),
  input: data(row.input),
  before: data(row.before),
  after: data(row.after),
  requests: data(row.requests),
  failure: data(row.failure) as Failure | null,
  note: maybe(row.note),
});

/** Newest first. */
export function listRecord(store: JobStore, filter: RecordFilter): RecordEntry[] {
  const where: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, ...given: (string | number)[]) => {
    where.push(condition);
    values.push(...given);
  };
  if (filter.cluster !== undefined)
    add(filter.withoutCluster ? '(cluster = ? OR cluster IS NULL)' : 'cluster = ?', filter.cluster);
  if (filter.outcome) add('outcome = ?', filter.outcome);
  if (filter.text?.trim()) {
    const text = filter.text.trim().toLowerCase();
    add(
      `(instr(lower(action), ?) OR instr(lower(coalesce(actor_name, '')), ?) OR instr(lower(coalesce(input, '')), ?) OR coalesce(fingerprint, '') = ?)`,
      text,
      text,
      text,
      text,
    );
  }
  if (filter.before !== undefined) add('id < ?', Number(filter.before) || 0);
  const limit = Math.min(Math.max(filter.limit ?? 100, 1), 1000);
  return store.read(() =>
    store[SQL].prepare(
      `SELECT * FROM record ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY id DESC LIMIT ${limit}`,
    )
      .all(...values)
      .map(toEntry),
  );
}

/** Everything, newest first, in pages, so that memory stays flat. */
export function* everyRecord(store: JobStore, filter: RecordFilter): Generator<RecordEntry> {
  let before: string | undefined;
  for (;;) {
    const page = listRecord(store, { ...filter, ...(before ? { before } : {}), limit: 500 });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < 500) return;
    before = last.id;
  }
}

/** Newest first. Of one job, or of a cluster since then, under any of its keys. */
export function brokenGlass(
  store: JobStore,
  about: { job: string } | { cluster: readonly string[]; since: Date },
): BrokenGlass[] {
  const [condition, ...values] =
    'job' in about
      ? ['job = ?', Number(about.job)]
      : [
          `cluster IN (${about.cluster.map(() => '?').join(', ')}) AND at >= ?`,
          ...about.cluster,
          about.since.toISOString(),
        ];
  const rows = store.read(() =>
    store[SQL].prepare(
      `SELECT id, at, actor_name, note, job, json_extract(input, '$.title') AS title FROM record WHERE ` +
        `action = 'break glass' AND ${String(condition)} ORDER BY id DESC LIMIT 20`,
    ).all(...values),
  );
  return rows.map((row) => ({
    id: String(row.id),
    at: String(row.at),
    by: String(row.actor_name),
    reason: String(row.note ?? ''),
    title: String(row.title ?? ''),
    job: row.job === null ? null : String(row.job),
  }));
}
