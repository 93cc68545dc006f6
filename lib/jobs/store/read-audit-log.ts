import type { AuditEntry, AuditOutcome } from '../../contract/audit-log.ts';
import type { BreakGlassUse } from '../../contract/break-glass.ts';
import type { Failure } from '../../errors.ts';
import { parseExact } from '../../json/exact.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { withoutTexts } from './without-texts.ts';

export interface AuditLogFilter {
  cluster?: string;
  /** Also lines of no cluster: sign-ins and sign-outs. */
  withoutCluster?: boolean;
  outcome?: AuditOutcome;
  text?: string;
  /** What `text` is not found in: names of other clusters. In lower case, as in JSON. */
  hiddenTexts?: readonly string[];
  /** Only lines about this job. */
  job?: string;
  before?: string;
  limit?: number;
}

type Row = Record<string, unknown>;
const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' ? value : value === null || value === undefined ? null : String(value);
const parsedOrNull = (value: unknown): unknown => (typeof value === 'string' ? parseExact(value) : null);

/** A page lists the first of them. */
const MOST_OBJECTS = 50;
const objectsOf = (value: unknown): string[] =>
  typeof value === 'string' ? (JSON.parse(value) as string[]).slice(0, MOST_OBJECTS) : [];

const toEntry = (row: Row): AuditEntry => ({
  id: String(row.id),
  at: String(row.at),
  endedAt: textOrNull(row.ended_at),
  cluster: textOrNull(row.cluster),
  action: String(row.action),
  outcome: String(row.outcome) as AuditOutcome,
  actor: textOrNull(row.actor_name),
  role: textOrNull(row.role),
  address: textOrNull(row.address),
  fingerprint: textOrNull(row.fingerprint),
  objects: objectsOf(row.objects),
  job: textOrNull(row.job),
  input: parsedOrNull(row.input),
  before: parsedOrNull(row.before),
  after: parsedOrNull(row.after),
  requests: parsedOrNull(row.requests),
  failure: parsedOrNull(row.failure) as Failure | null,
  note: textOrNull(row.note),
});

/** The least characters of a fingerprint that are looked for; pages show twelve. */
const FINGERPRINT_START = /^[0-9a-f]{8,64}$/;
/** "17", "job 17". */
const JOB_NUMBER = /^(?:job[ #]*)?([1-9]\d{0,14})$/;

type Condition = [condition: string, ...values: (string | number)[]];

/** Where a text is looked for, each with its values. `text`: in lower case. */
function conditionsOf(text: string, hidden: readonly string[]): Condition[] {
  const job = JOB_NUMBER.exec(text)?.[1];
  return [
    ...['action', 'actor_name', 'objects'].map((column): Condition => [
      `instr(lower(coalesce(${column}, '')), ?)`,
      text,
    ]),
    [`instr(${withoutTexts(`lower(coalesce(input, ''))`, hidden)}, ?)`, ...hidden, text],
    [`coalesce(fingerprint, '') = ?`, text],
    ...(FINGERPRINT_START.test(text) ? [[`fingerprint LIKE ? || '%'`, text] satisfies Condition] : []),
    ...(job === undefined ? [] : [['job = ?', Number(job)] satisfies Condition]),
  ];
}

/** Newest first. */
export function listAuditLog(store: JobStore, filter: AuditLogFilter): AuditEntry[] {
  const where: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, ...added: (string | number)[]) => {
    where.push(condition);
    values.push(...added);
  };
  if (filter.cluster !== undefined)
    add(filter.withoutCluster ? '(cluster = ? OR cluster IS NULL)' : 'cluster = ?', filter.cluster);
  if (filter.outcome) add('outcome = ?', filter.outcome);
  const text = filter.text?.trim().toLowerCase() ?? '';
  if (text !== '') {
    const found = conditionsOf(text, filter.hiddenTexts ?? []);
    add(`(${found.map(([condition]) => condition).join(' OR ')})`, ...found.flatMap(([, ...of]) => of));
  }
  if (filter.job !== undefined) add('job = ?', Number(filter.job));
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

/** Every line, newest first, read in pages to bound memory. */
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

/** At most 20, newest first: of one job, or of a cluster (under any of its keys) since a time. */
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
