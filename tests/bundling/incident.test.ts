import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { openZip } from '../../lib/archive/read-zip.ts';
import { bundleIncident } from '../../lib/bundling/incident/bundle.ts';
import type { IncidentSource } from '../../lib/bundling/incident/source.ts';
import { registerSecret } from '../../lib/config/redact.ts';
import type { Job, JobWork } from '../../lib/contract/job.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { auditAttempt, auditOutcome } from '../../lib/jobs/store/audit-log.ts';
import { saveCounts } from '../../lib/jobs/store/document-counts.ts';
import { operator, switchPlan, verifyOf } from '../jobs/builders.ts';
import { attempt } from '../jobs/store/audit-attempts.ts';
import { useStore } from '../jobs/store/temporary-store.ts';

const SECRET = 'a-planted-secret-of-the-bundle';
const NOT_ALLOWED = {
  included: false,
  why: 'Only an operator may read documents; you are a viewer on search.',
} as const;
const stored = useStore();

function created(work: JobWork): Job {
  const { job } = stored.store.create(
    { cluster: 'one', actor: operator, work },
    thisProcess('command line'),
    'running',
  );
  return job;
}

const switchWork = (change: Parameters<typeof switchPlan>[0] = {}): JobWork =>
  ({ kind: 'switch', plan: switchPlan(change) }) as JobWork;

const sourceOf = (job: Job, change: Partial<IncidentSource> = {}): IncidentSource => ({
  job: stored.store.get(job.id)!,
  cluster: { key: 'one', name: 'search', environment: 'production' },
  takenAt: new Date(),
  summary: 'What happened.',
  approval: null,
  brokenGlass: [],
  store: stored.store,
  directory: join(stored.data, 'jobs', job.id),
  rejectedFile: null,
  documents: { included: true },
  requestBodies: { included: true },
  auditLog: { included: true },
  seen: { healthSpans: [], changes: [], uuid: null },
  ...change,
});

/** The files of the bundle by their names, in order. */
async function filesOf(source: IncidentSource): Promise<Map<string, string>> {
  const file = join(stored.data, `${String(Math.random())}.zip`);
  const { files, stream } = await bundleIncident(source);
  await pipeline(stream(new AbortController().signal), createWriteStream(file));
  const zip = await openZip(file);
  const found = new Map<string, string>();
  for (const entry of zip.table.entries) {
    const read: Buffer[] = [];
    for await (const piece of zip.read(entry)) read.push(piece);
    found.set(entry.name, Buffer.concat(read).toString());
  }
  await zip.close();
  expect([...found.keys()]).toEqual(files);
  return found;
}

function withDocuments(job: Job): void {
  mkdirSync(join(stored.data, 'jobs', job.id), { recursive: true });
  for (const name of [
    'rejected.ndjson',
    'failures.gor',
    'differences-changed.ndjson',
    'conflicts.ndjson',
    'results.ndjson',
    'undo.ndjson',
  ])
    writeFileSync(join(stored.data, 'jobs', job.id, name), `{"document of":"${name}"}\n`);
}

test('a bundle has its files in one order, and contents.txt names each', async () => {
  const job = created(
    switchWork({ requests: [{ method: 'POST', path: '/_aliases', body: '{"actions":[]}', note: 'Switch' }] }),
  );
  withDocuments(job);
  stored.store.appendLog(job.id, [
    { at: '2026-11-29T12:00:00.000Z', text: 'It began.' },
    { at: '2026-11-29T12:00:01.000Z', text: 'a name with a \u001b[2J and a \u202e mark' },
  ]);
  const files = await filesOf(sourceOf(job));
  expect([...files.keys()]).toEqual([
    'contents.txt',
    'summary.txt',
    'job.json',
    'plan.json',
    'requests.txt',
    'log.txt',
    'cluster.json',
    'audit-log.ndjson',
    'documents/rejected.ndjson',
    'documents/conflicts.ndjson',
    'documents/differences-changed.ndjson',
    'documents/results.ndjson',
    'documents/failures.gor',
  ]);
  for (const name of files.keys()) expect(files.get('contents.txt')).toContain(name);
  expect(files.get('contents.txt')).toContain('The job had not ended');
  expect(files.get('contents.txt')).not.toContain('Left out');
  expect(files.get('summary.txt')).toBe('What happened.\n');
  expect(JSON.parse(files.get('job.json')!)).toMatchObject({
    id: job.id,
    kind: 'switch',
    status: 'running',
    startedBy: { name: 'ann' },
  });
  expect(JSON.parse(files.get('plan.json')!)).toMatchObject({ kind: 'switch', alias: 'government' });
  expect(files.get('requests.txt')).toBe(
    `# Switch\ncurl -X POST "$ELASTICSEARCH_URL"'/_aliases' \\\n  -H 'content-type: application/json' \\\n  --data-binary '{"actions":[]}'\n`,
  );
  expect(files.get('log.txt')).toBe(
    '2026-11-29T12:00:00.000Z  It began.\n2026-11-29T12:00:01.000Z  a name with a \\x1b[2J and a \\u202e mark\n',
  );
  expect(files.get('documents/rejected.ndjson')).toBe('{"document of":"rejected.ndjson"}\n');
});

test('a long log is whole', async () => {
  const job = created(switchWork());
  stored.store.appendLog(
    job.id,
    Array.from({ length: 2_345 }, (_, n) => ({ at: '2026-11-29T12:00:00.000Z', text: `line ${String(n)}` })),
  );
  const lines = (await filesOf(sourceOf(job))).get('log.txt')!.trimEnd().split('\n');
  expect([lines.length, lines.at(-1)]).toEqual([2_345, '2026-11-29T12:00:00.000Z  line 2344']);
});

describe('who may not read documents', () => {
  test('gets none, of the plan what the page shows, and is told why', async () => {
    const job = created(switchWork());
    withDocuments(job);
    const files = await filesOf(sourceOf(job, { documents: NOT_ALLOWED, requestBodies: NOT_ALLOWED }));
    expect([...files.keys()].filter((name) => name.startsWith('documents/'))).toEqual([]);
    expect([...files.values()].join('')).not.toContain('"document of"');
    expect(Object.keys(JSON.parse(files.get('plan.json')!) as object).sort()).toEqual([
      'cluster',
      'fingerprint',
      'kind',
      'plannedAt',
      'requests',
    ]);
    expect(files.get('job.json')).not.toContain('checkpoint');
    for (const name of ['documents/rejected.ndjson', 'documents/failures.gor'])
      expect(files.get('contents.txt')).toMatch(new RegExp(`${name}\\s+${NOT_ALLOWED.why}`));
  });

  test('gets no captured bodies without the right to replay', async () => {
    const job = created(switchWork());
    withDocuments(job);
    const why = 'Only an operator may replay captured requests.';
    const files = await filesOf(sourceOf(job, { requestBodies: { included: false, why } }));
    expect(files.has('documents/rejected.ndjson')).toBe(true);
    expect(files.has('documents/failures.gor')).toBe(false);
    expect(files.get('contents.txt')).toMatch(new RegExp(`documents/failures\\.gor\\s+${why}`));
  });

  test('gets no line of the audit log without that right', async () => {
    const job = created(switchWork());
    const files = await filesOf(
      sourceOf(job, { auditLog: { included: false, why: 'Only an operator may read the audit log.' } }),
    );
    expect(files.has('audit-log.ndjson')).toBe(false);
    expect(files.get('contents.txt')).toMatch(/audit-log\.ndjson\s+Only an operator may read the audit log\./);
  });
});

test('the audit log has the lines of this job and no other', async () => {
  const [job, other] = [created(switchWork()), created(verifyOf('/b/other.zip'))];
  for (const [id, action] of [
    [job.id, 'switch alias'],
    [other.id, 'verify backups'],
    [job.id, 'cancel job'],
  ] as const)
    auditOutcome(stored.store, auditAttempt(stored.store, attempt({ action })), { outcome: 'done', job: id });
  const lines = (await filesOf(sourceOf(job))).get('audit-log.ndjson')!.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(['cancel job', 'switch alias']);
});

test('a secret is in no file', async () => {
  registerSecret(SECRET);
  const job = created(
    switchWork({ requests: [{ method: 'PUT', path: '/a', body: `{"password":"${SECRET}"}`, note: SECRET }] }),
  );
  stored.store.appendLog(job.id, [
    {
      at: '2026-11-29T12:00:00.000Z',
      text: `authorization: Basic ${Buffer.from(SECRET).toString('base64')} and ${SECRET}`,
    },
  ]);
  stored.store.end(job.id, {
    status: 'failed',
    failure: { code: 'unreachable', message: `It said ${SECRET}.` },
    resumable: false,
  });
  const files = await filesOf(sourceOf(job, { summary: `with ${SECRET}` }));
  expect([...files.values()].join('')).not.toContain(SECRET);
  expect(files.get('log.txt')).toContain('[hidden]');
});

test('a job of a kind that this version does not know has a bundle, and no plan', async () => {
  const job = created({ kind: 'of-a-later-version', secret: 'of its documents' } as JobWork);
  const files = await filesOf(sourceOf(job));
  expect(files.get('contents.txt')).toMatch(/Left out:\s+plan\.json\s+A job of this kind has no plan/);
  expect(JSON.parse(files.get('job.json')!)).toMatchObject({
    kind: 'of-a-later-version',
    work: { secret: 'of its documents' },
  });
  expect((await filesOf(sourceOf(job, { documents: NOT_ALLOWED }))).get('job.json')).not.toContain('of its documents');
});

test('numbers keep every digit', async () => {
  const job = created(switchWork());
  const exact = JSON.parse('{"n":[1.0,9007199254740993]}', (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number'
      ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(context!.source!)
      : value,
  ) as object;
  const files = await filesOf(sourceOf({ ...job }, { job: { ...job, work: { ...job.work, exact } as JobWork } }));
  expect(files.get('job.json')).not.toContain('exact');
  const unknown = { ...job, work: { kind: 'unknown', exact } as JobWork };
  expect((await filesOf(sourceOf(job, { job: unknown }))).get('job.json')).toMatch(/1\.0,\s+9007199254740993/);
});

describe('what was seen of the cluster', () => {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

  test('is that of half an hour around the job', async () => {
    const job = created(switchWork());
    const ms = (minutes: number) => Date.now() + minutes * 60_000;
    const point = (minutes: number, documents: number) => ({
      at: ms(minutes),
      after: ms(minutes) - 15_000,
      documents,
      target: 't',
    });
    saveCounts(
      stored.store,
      { key: 'one', uuid: 'cluster-1' },
      {
        points: [
          { alias: 'a', point: point(-300, 1) },
          { alias: 'a', point: point(-200, 2) },
          { alias: 'a', point: point(-10, 3) },
          { alias: 'b', point: point(-200, 4) },
        ],
        watched: [{ began: ms(-400), ended: ms(0) }],
        dropped: [],
        droppedWatched: [],
      },
    );
    const change = (minutes: number, sentence: string) => ({
      id: sentence,
      at: at(minutes),
      after: at(minutes - 1),
      level: 'bad' as const,
      sentence,
      job: null,
    });
    const span = (from: number, to: number, state: 'green' | 'red') => ({
      state,
      from: at(from),
      to: at(to),
      begins: 'seen' as const,
    });
    const files = await filesOf(
      sourceOf(job, {
        seen: {
          healthSpans: [span(-60, -40, 'green'), span(-40, -1, 'red')],
          changes: [change(-5, 'Node a left.'), change(-90, 'Node b left.')],
          uuid: null,
        },
      }),
    );
    const seen = JSON.parse(files.get('cluster.json')!) as {
      notes: string[];
      health: { state: string }[];
      changes: { sentence: string }[];
      documents: { aliases: { alias: string; points: { documents: number }[] }[] };
    };
    expect(seen.notes).toEqual([]);
    expect(seen.health.map(({ state }) => state)).toEqual(['red']);
    expect(seen.changes.map(({ sentence }) => sentence)).toEqual(['Node a left.']);
    expect(
      seen.documents.aliases.map(({ alias, points }) => [alias, points.map(({ documents }) => documents)]),
    ).toEqual([
      ['a', [2, 3]],
      ['b', [4]],
    ]);
  });

  test('says so where there is nothing', async () => {
    const files = await filesOf(
      sourceOf(created(switchWork()), { seen: { healthSpans: null, changes: [], uuid: null } }),
    );
    const { notes } = JSON.parse(files.get('cluster.json')!) as { notes: string[] };
    expect(notes).toEqual([
      expect.stringContaining('kept in the memory of the dashboard'),
      expect.stringContaining('No change is known'),
      expect.stringContaining('were not watched in this time'),
    ]);
  });
});
