import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AuditLogPruner } from '../../../lib/jobs/audit-log-pruner.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { approve, requestApproval } from '../../../lib/jobs/store/approvals.ts';
import { countAuditRefusal, auditRefusal } from '../../../lib/jobs/store/audit-refusals.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { auditAttempt, auditOutcome, type AuditAttempt } from '../../../lib/jobs/store/audit-log.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { pruneAuditLog, type Pruned } from '../../../lib/jobs/store/prune-audit-log.ts';
import { operator, switchOf } from '../builders.ts';

const DAY = 86_400_000;

let data: string;
let store: JobStore;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'audit-log-'));
  store = JobStore.open(data);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const attempt = (change: Partial<AuditAttempt> = {}): AuditAttempt => ({
  cluster: 'one',
  action: 'switch alias',
  actor: operator,
  address: '192.0.2.7',
  ...change,
});
const bytesOfLine = (id = '1') =>
  Object.values(store[SQL].prepare('SELECT * FROM record WHERE id = ?').get(Number(id))!).reduce<number>(
    (sum, value) => sum + Buffer.byteLength(String(value ?? '')),
    0,
  );

describe('a refusal takes at most 2 kB, whatever was sent', () => {
  const long = 'x'.repeat(100_000);
  test.each<[string, Partial<AuditAttempt>, string]>([
    ['a long text', { input: { cluster: 'one', text: long } }, 'no'],
    ['letters of three bytes', { input: { text: '漢'.repeat(50_000) } }, '漢'.repeat(5000)],
    ['letters of four bytes', { input: { text: '😀'.repeat(50_000) } }, '😀'.repeat(5000)],
    ['quotes', { input: { text: '"\\'.repeat(50_000) } }, '"\\'.repeat(5000)],
    ['control characters', { input: { text: '\u0001'.repeat(50_000) } }, '\u0001'.repeat(5000)],
    ['halves of characters', { input: { text: '\ud800'.repeat(50_000) } }, '\udc00'.repeat(5000)],
    ['many keys', { input: Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`key-${at}`, at])) }, 'no'],
    ['long words', { action: long, fingerprint: long, address: long, actor: { ...operator, name: long } }, long],
  ])('%s', (_, change, message) => {
    const failure = { code: 'refused' as const, message, hint: message };
    auditRefusal(store, attempt(change), failure);
    const id = auditAttempt(store, attempt(change));
    auditRefusal(store, attempt(change), failure, id);
    expect(bytesOfLine('1')).toBeLessThanOrEqual(2048);
    expect(bytesOfLine('2')).toBeLessThanOrEqual(2048);
    expect(listAuditLog(store, {}).map(({ outcome, failure: why }) => [outcome, why?.code])).toEqual([
      ['refused', 'refused'],
      ['refused', 'refused'],
    ]);
  });

  test('and still says what it was: the beginning, its length and its sum', () => {
    auditRefusal(store, attempt({ input: { cluster: 'one', text: long } }), { code: 'forbidden', message: 'No.' });
    expect(listAuditLog(store, {})[0]).toMatchObject({
      action: 'switch alias',
      actor: 'ann',
      failure: { code: 'forbidden', message: 'No.' },
      input: {
        clipped: expect.stringMatching(/^\{"cluster":"one","text":"x{500}/),
        bytes: 100_027,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });
});

test('what is really attempted is whole up to 32 kB, and bounded beyond', () => {
  const input = { cluster: 'one', mappings: 'm'.repeat(30_000) };
  auditAttempt(store, attempt({ input }));
  const id = auditAttempt(
    store,
    attempt({ input: { cluster: 'one', mappings: 'm'.repeat(500_000) }, note: 'n'.repeat(9_000) }),
  );
  auditOutcome(store, id, { outcome: 'failed', failure: { code: 'cluster_error', message: 'e'.repeat(2_000_000) } });
  expect(listAuditLog(store, {})[1]?.input).toEqual(input);
  expect(bytesOfLine(String(id))).toBeLessThan(50_000);
});

test('refusals that get no line are counted by one, and the line of their attempt goes', () => {
  let counted = countAuditRefusal(store, attempt(), null, null);
  for (let more = 0; more < 3; more++)
    counted = countAuditRefusal(store, attempt(), counted, auditAttempt(store, attempt()));
  expect(listAuditLog(store, {})).toMatchObject([
    { action: 'refusals left out', actor: 'ann', outcome: 'refused', note: '4 refusals were not recorded one by one.' },
  ]);
});

describe('lines are kept for so long, and not longer', () => {
  const terms = { keepMs: 365 * DAY, keepRefusedMs: 30 * DAY };
  const now = new Date('2026-06-01T00:00:00.000Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
  const at = <T>(days: number, write: () => T): T => {
    vi.useFakeTimers({ now: daysAgo(days), toFake: ['Date'] });
    try {
      return write();
    } finally {
      vi.useRealTimers();
    }
  };
  const done = (days: number, change: Partial<AuditAttempt> = {}, job?: string) =>
    at(days, () =>
      auditOutcome(store, auditAttempt(store, attempt(change)), { outcome: 'done', ...(job ? { job } : {}) }),
    );
  const refused = (days: number) =>
    at(days, () => auditRefusal(store, attempt({ action: 'refused' }), { code: 'refused', message: 'No.' }));
  const prune = () => {
    let pruned: Pruned | null = null;
    for (
      let next = pruneAuditLog(store, terms, now, null);
      next !== null;
      next = pruneAuditLog(store, terms, now, next)
    )
      pruned = next;
    return pruned;
  };
  const actions = () => listAuditLog(store, { limit: 1000 }).map(({ action }) => action);

  test('refusals for the shorter time; one line says how many went', () => {
    for (let line = 0; line < 1200; line++) refused(31);
    refused(29);
    done(366, { action: 'sign in' });
    done(364, { action: 'sign out' });
    expect(prune()).toMatchObject({ lines: 1201 });
    expect(actions()).toEqual(['delete old lines', 'sign out', 'refused']);
    expect(listAuditLog(store, {})[0]?.note).toBe(
      '1201 lines were deleted by the configuration (auditLog): refusals from before 2026-05-02T00:00:00.000Z, and other ' +
        'lines that belong to no job from before 2025-06-01T00:00:00.000Z.',
    );
    expect(prune()).toBeNull();
  });

  test('but those of a job as long as the job, and those of an approval as long as it may be used', () => {
    const { job } = store.create(
      { cluster: 'one', actor: operator, work: switchOf() },
      thisProcess('server'),
      'running',
    );
    done(900, { action: 'job: switch' }, job.id);
    const { id } = at(400, () =>
      requestApproval(store, {
        cluster: 'one',
        fingerprint: 'f1',
        summary: 'switch',
        review: { checks: [], before: [], after: [] },
        by: 'ann',
        forMs: 500 * DAY,
      }),
    );
    done(400, { action: 'ask for approval' });
    at(399, () => approve(store, 'one', id, 'ben', 500 * DAY));
    done(399, { action: 'approve' });
    done(401, { action: 'approve' });
    expect(prune()).toMatchObject({ lines: 1 });
    expect(actions()).toEqual(['delete old lines', 'approve', 'ask for approval', 'job: switch']);
  });

  test('by the time that passes, not by a clock that jumps ahead', () => {
    auditRefusal(store, attempt(), { code: 'refused', message: 'No.' });
    const keeper = new AuditLogPruner(terms);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000 * DAY);
    keeper.pruneWhenDue(store);
    expect(actions()).toEqual(['switch alias']);
  });
});
