import type { BreakGlassUse } from '../../contract/break-glass.ts';
import type { Actor } from '../../contract/job.ts';
import type { AuditEntry, AuditOutcome } from '../../contract/audit-log.ts';
import { redact } from '../../config/redact.ts';
import type { Failure } from '../../errors.ts';
import { parseExact } from '../../json/exact.ts';
import { log } from '../../log.ts';
import { boundedJson, boundedText } from './bounded.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export type { AuditEntry };

export interface AuditAttempt {
  cluster: string | null;
  action: string;
  actor: (Pick<Actor, 'name' | 'address'> & { role: string | null }) | null;
  address: string | null;
  fingerprint?: string | null;
  input?: unknown;
  note?: string;
  requests?: unknown;
}

export interface AuditResult {
  outcome: Exclude<AuditOutcome, 'attempted'>;
  job?: string | null;
  before?: unknown;
  after?: unknown;
  requests?: unknown;
  failure?: Failure;
  note?: string;
}

/** Bytes of UTF-8 that a line holds at most of each part. What was asked for is whole up to here: pages send a kilobyte or two. */
const BYTES = { name: 256, word: 128, input: 32_768, evidence: 100_000, failure: 8_192, note: 4_096 };

const word = (text: string | null | undefined): string | null => (text ? boundedText(text, BYTES.word) : null);

const writtenFailure = (failure: Failure | undefined, bytes: number): string | null => {
  if (!failure) return null;
  const { code } = failure;
  const message = redact(failure.message);
  const hint = failure.hint ? redact(failure.hint) : '';
  // Quotes and control characters are written as up to six bytes: then a shorter text is tried.
  for (let length = bytes; ; length = Math.floor(length / 2)) {
    const part = (text: string) => boundedText(text, Math.floor(length / 2.5));
    const json = JSON.stringify({ code, message: part(message), ...(hint ? { hint: part(hint) } : {}) });
    if (Buffer.byteLength(json) <= bytes || length < 16) return json;
  }
};

/** Written before anything is changed; the id is for the outcome. Throws AppError disk: then nothing may be changed. */
export function auditAttempt(store: JobStore, sent: AuditAttempt): number {
  const attempt = withinBounds(sent);
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
        boundedJson(attempt.input, BYTES.input),
        boundedJson(attempt.requests, BYTES.evidence),
        attempt.note ? boundedText(redact(attempt.note), BYTES.note) : null,
      ).lastInsertRowid,
    ),
  );
  log().info(aboutLine(id, attempt), 'attempted');
  return id;
}

/** What came in by a header or a form is as long as its sender likes. */
const withinBounds = (attempt: AuditAttempt): AuditAttempt => ({
  ...attempt,
  action: boundedText(attempt.action, BYTES.word),
  actor: attempt.actor && {
    ...attempt.actor,
    name: boundedText(attempt.actor.name, BYTES.name),
    role: word(attempt.actor.role),
  },
  address: word(attempt.address),
  fingerprint: word(attempt.fingerprint),
});

const aboutLine = (record: number, attempt: AuditAttempt) => ({
  record,
  cluster: attempt.cluster,
  action: attempt.action,
  actor: attempt.actor?.name ?? null,
  role: attempt.actor?.role ?? null,
  address: attempt.address,
  fingerprint: attempt.fingerprint ?? undefined,
});

/** All of a refusal, in bytes of UTF-8: nothing was changed, and anybody can make many. */
const REFUSAL_BYTES = 2048;
const REFUSAL_FAILURE_BYTES = 700;

/** A line for something that was refused; `attempted` is the line of its attempt, where one was written before. Throws AppError disk. */
export function auditRefusal(
  store: JobStore,
  sent: AuditAttempt,
  failure: Failure,
  attempted: number | null = null,
): void {
  const attempt = withinBounds(sent);
  const at = new Date().toISOString();
  const why = writtenFailure(failure, REFUSAL_FAILURE_BYTES);
  const { actor, address, action, cluster, fingerprint } = attempt;
  const words = [at, at, 'refused', cluster, action, actor?.name, actor?.role, address, fingerprint, why];
  const taken = words.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  const input = boundedJson(attempt.input, REFUSAL_BYTES - taken);
  const id = store.transact(() => {
    if (attempted !== null) {
      store[SQL].prepare(
        `UPDATE record SET ended_at = ?, outcome = 'refused', input = ?, requests = NULL, failure = ? WHERE id = ?`,
      ).run(at, input, why, attempted);
      return attempted;
    }
    return Number(
      store[SQL].prepare(
        'INSERT INTO record (at, ended_at, cluster, action, outcome, actor_name, role, address, fingerprint, input, ' +
          `failure) VALUES (?, ?, ?, ?, 'refused', ?, ?, ?, ?, ?, ?)`,
      ).run(at, at, cluster, action, actor?.name ?? null, actor?.role ?? null, address, fingerprint ?? null, input, why)
        .lastInsertRowid,
    );
  });
  const { code, message } = failure;
  log().info({ ...aboutLine(id, attempt), failure: { code, message: boundedText(message, 400) } }, 'refused');
}

/** One line in the place of many refusals; counted on with each. */
export interface OmittedRefusals {
  id: number;
  refusals: number;
}

/**
 * Counts a refusal that gets no line of its own. `before`: the line that counts those of the same sender; `attempted`:
 * the line of its attempt, which goes in the same transaction. Throws AppError disk.
 */
export function countAuditRefusal(
  store: JobStore,
  { actor, address, cluster }: Pick<AuditAttempt, 'actor' | 'address' | 'cluster'>,
  before: OmittedRefusals | null,
  attempted: number | null,
): OmittedRefusals {
  const at = new Date().toISOString();
  const refusals = (before?.refusals ?? 0) + 1;
  const note = `${refusals === 1 ? '1 refusal was' : `${refusals} refusals were`} not recorded one by one.`;
  return store.transact(() => {
    if (attempted !== null)
      store[SQL].prepare(`DELETE FROM record WHERE id = ? AND outcome = 'attempted'`).run(attempted);
    const counted = store[SQL].prepare('UPDATE record SET ended_at = ?, note = ? WHERE id = ?');
    if (before !== null && counted.run(at, note, before.id).changes === 1) return { id: before.id, refusals };
    const line = withinBounds({ actor, address, cluster, action: 'refusals left out' });
    const { lastInsertRowid } = store[SQL].prepare(
      `INSERT INTO record (at, ended_at, cluster, action, outcome, actor_name, role, address, note) VALUES (?, ?, ?, ?, 'refused', ?, ?, ?, ?)`,
    ).run(at, at, cluster, line.action, line.actor?.name ?? null, line.actor?.role ?? null, line.address, note);
    log().warn(aboutLine(Number(lastInsertRowid), line), 'too many refusals: from here on they are counted');
    return { id: Number(lastInsertRowid), refusals };
  });
}

export function auditOutcome(store: JobStore, id: number, outcome: AuditResult): void {
  const failure = writtenFailure(outcome.failure, BYTES.failure);
  store.transact(() => {
    store[SQL].prepare(
      'UPDATE record SET ended_at = ?, outcome = ?, job = coalesce(?, job), before = ?, after = ?, ' +
        'requests = coalesce(?, requests), failure = ?, note = coalesce(?, note) WHERE id = ?',
    ).run(
      new Date().toISOString(),
      outcome.outcome,
      outcome.job ? Number(outcome.job) : null,
      boundedJson(outcome.before, BYTES.evidence),
      boundedJson(outcome.after, BYTES.evidence),
      boundedJson(outcome.requests, BYTES.evidence),
      failure,
      outcome.note ? boundedText(redact(outcome.note), BYTES.note) : null,
      id,
    );
  });
  log().info(
    {
      record: id,
      job: outcome.job ?? undefined,
      failure: outcome.failure
        ? { code: outcome.failure.code, message: boundedText(outcome.failure.message, BYTES.failure) }
        : undefined,
    },
    outcome.outcome,
  );
}

export interface AuditLogFilter {
  cluster?: string;
  /** Also the lines that belong to no cluster: signing in and out. */
  withoutCluster?: boolean;
  outcome?: AuditOutcome;
  text?: string;
  before?: string;
  limit?: number;
}

type Row = Record<string, unknown>;
const maybe = (value: unknown): string | null =>
  typeof value === 'string' ? value : value === null || value === undefined ? null : String(value);
const data = (value: unknown): unknown => (typeof value === 'string' ? parseExact(value) : null);

const toEntry = (row: Row): AuditEntry => ({
  id: String(row.id),
  at: String(row.at),
  endedAt: maybe(row.ended_at),
  cluster: maybe(row.cluster),
  action: String(row.action),
  outcome: String(row.outcome) as AuditOutcome,
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
export function listAuditLog(store: JobStore, filter: AuditLogFilter): AuditEntry[] {
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
export function* eachAuditEntry(store: JobStore, filter: AuditLogFilter): Generator<AuditEntry> {
  let before: string | undefined;
  for (;;) {
    const page = listAuditLog(store, { ...filter, ...(before ? { before } : {}), limit: 500 });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < 500) return;
    before = last.id;
  }
}

/** Newest first. Of one job, or of a cluster since then, under any of its keys. */
export function breakGlassUses(
  store: JobStore,
  about: { job: string } | { cluster: readonly string[]; since: Date },
): BreakGlassUse[] {
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
