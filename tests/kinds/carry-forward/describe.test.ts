import { expect, test } from 'vitest';
import { carryChecks } from '../../../lib/kinds/carry-forward/checks.ts';
import { carryForward } from '../../../lib/kinds/carry-forward/describe.ts';
import { describeCounts, CARRIED, UNDONE } from '../../../lib/kinds/carry-forward/describe-common.ts';
import type { CarryForwardPlan } from '../../../lib/kinds/carry-forward/schema.ts';
import { plannedRequests } from '../../../lib/kinds/carry-forward/planned-requests.ts';
import { plannedFields } from '../../../lib/cli/describe-carry.ts';
import { carryForwardPath } from '../../../lib/kinds/carry-forward/review-address.ts';
import { NOTHING_CARRIED } from '../../../lib/contract/carried.ts';

const plan: CarryForwardPlan = {
  kind: 'carry-forward',
  cluster: { name: 'search', uuid: 'c1', distribution: 'elasticsearch', version: '8.19.9' },
  plannedAt: '2026-01-08T04:00:00.000Z',
  checks: [],
  requests: [],
  fingerprint: 'f',
  comparison: { job: '7', readAt: '2026-01-08T03:30:00.000Z' },
  base: {
    backup: { source: 'folder:/backups', id: 'pages/a.zip' },
    group: 'pages',
    takenAt: '2026-01-08T03:00:00.000Z',
    documents: 1_000,
  },
  from: { index: 'pages-1', uuid: 'u1', type: null },
  to: { index: 'pages-2', uuid: 'u2', aliases: ['pages'], documents: 1_000, type: null, loadingAlias: 'l' },
  changes: ['added', 'changed'],
  query: null,
  since: null,
  found: { added: 12, changed: 14, deleted: 900 },
  expected: { added: 12, changed: 13, deleted: 0, already: 0, conflicts: 1, leftOut: 0, lookedUp: 26, total: 26 },
};
const work = { kind: 'carry-forward' as const, plan };
const target = { to: plan.to, index: {} as never, checks: [] };
const known = {
  target,
  source: { uuid: 'u1', aliases: [], blocks: [] },
  restoredFrom: plan.base.backup,
  takenOf: 'u1',
  switchedAt: null,
};

test('an index that an alias points to is guarded by that alias; another one is not', () => {
  const description = carryForward.planDescription!;
  expect(description.guardedAlias(plan, () => false)).toMatchObject({ alias: 'pages' });
  expect(description.guardedAlias({ ...plan, to: { ...plan.to, aliases: [] } }, () => false)).toBeNull();
});

test('the index is locked, and the previous one can’t be deleted meanwhile', () => {
  expect(carryForward.locks(work)).toEqual([
    { scope: 'c1', name: 'index pages-2', exclusive: true },
    { scope: 'c1', name: 'index pages-1', exclusive: false },
    { scope: '', name: 'backup folder:/backups/pages/a.zip', exclusive: false },
  ]);
});

test('deletions are checked only if they are chosen, loudly where they are many', () => {
  const deletionOf = (changes: CarryForwardPlan['changes'], deleted = 900) =>
    carryChecks({ ...plan, changes, found: { ...plan.found, deleted } }, known).find(({ id }) => id === 'deletions');
  expect(deletionOf(['added', 'changed'])).toBeUndefined();
  expect(deletionOf(['deleted'])).toMatchObject({ level: 'warn', title: /^900 documents, 90 % of the backup/ });
  expect(deletionOf(['deleted'], 3)).toMatchObject({ level: 'warn', title: '3 documents would be deleted' });
});

test('a previous index that is still live is warned of', () => {
  const live = { ...known, source: { uuid: 'u1', aliases: ['pages'], blocks: [] } };
  expect(carryChecks(plan, live).find(({ id }) => id === 'source-live')?.level).toBe('warn');
});

test('a backup that was taken of another index is warned of, where that is known', () => {
  const checkOf = (takenOf: string | null) =>
    carryChecks(plan, { ...known, takenOf }).find(({ id }) => id === 'taken-of');
  expect(checkOf('u1')).toBeUndefined();
  expect(checkOf(null)).toBeUndefined();
  expect(checkOf('u0')).toMatchObject({ level: 'warn', title: 'The backup was not taken of pages-1' });
});

test('another backup that the index was restored from is named without its place, which may be of another cluster', () => {
  const detailOf = (source: string) =>
    carryChecks(plan, { ...known, restoredFrom: { source, id: 'pages/b.zip' } }).find(({ id }) => id === 'base')
      ?.detail;
  expect(detailOf('folder:/backups')).toMatch(/^It was restored from \/backups\/pages\/b\.zip;/);
  expect(detailOf('folder:/elsewhere')).toMatch(/^It was restored from pages\/b\.zip of another place;/);
});

test('a deletion “after the backup” is said only of the index that was backed up', () => {
  const deleting: CarryForwardPlan = { ...plan, changes: ['deleted'], found: { ...plan.found, deleted: 3 } };
  const detailOf = (takenOf: string) =>
    carryChecks(deleting, { ...known, takenOf }).find(({ id }) => id === 'deletions')?.detail;
  expect(detailOf('u1')).toMatch(/deleted after the backup/);
  expect(detailOf('u0')).toMatch(/in the backup and not in pages-1/);
});

test('a comparison from before the switch is warned of', () => {
  const checkOf = (switchedAt: string | null) =>
    carryChecks(plan, { ...known, switchedAt }).find(({ id }) => id === 'before-switch');
  expect(checkOf(null)).toBeUndefined();
  expect(checkOf('2026-01-08T03:20:00.000Z')).toBeUndefined();
  expect(checkOf('2026-01-08T03:40:00.000Z')).toMatchObject({
    level: 'warn',
    detail: expect.stringMatching(/read at .*03:30.*moved to pages-2 at .*03:40/),
  });
});

test('what was done is said in one sentence', () => {
  expect(describeCounts(NOTHING_CARRIED, CARRIED)).toBe('No document was written.');
  expect(describeCounts({ ...NOTHING_CARRIED, added: 12, changed: 1_400, conflicts: 1, leftOut: 3 }, CARRIED)).toBe(
    '12 added, 1,400 changed; 3 left out by the query, 1 conflict not written.',
  );
  expect(describeCounts({ ...NOTHING_CARRIED, added: 1, changed: 2, already: 3 }, UNDONE)).toBe(
    '1 deleted again, 2 put back; 3 already there.',
  );
});

test('counts of a part of the documents are said to be the least', () => {
  const part = { ...plan, expected: { ...plan.expected, total: 100_000 } };
  const { summary, terminalLines } = carryForward.planDescription!;
  expect(terminalLines(part)).toContain('  added    at least 12 of 12');
  expect(terminalLines(plan)).toContain('  added    12 of 12');
  expect(summary(part)).toMatch(
    /: At least 25 documents would be written, .*Only 26 of 100,000 documents were looked up\.$/,
  );
  expect(plannedFields(part.expected)).toMatchObject({ added: 12, lookedUp: 26, total: 100_000, exact: false });
  expect(plannedFields(plan.expected)).toMatchObject({ lookedUp: 26, total: 26, exact: true });
});

test('the requests name the search for documents to delete, where there is a query', () => {
  const searched = (changes: CarryForwardPlan['changes'], query: string | null) =>
    plannedRequests({ ...plan, changes, query }).flatMap(({ path }) => (path.endsWith('_search') ? [path] : []));
  expect(searched(['added'], null)).toEqual([]);
  expect(searched(['added'], '{"match_all":{}}')).toEqual(['/pages-1/_search']);
  expect(searched(['added', 'deleted'], '{"match_all":{}}')).toEqual(['/pages-1/_search', '/pages-2/_search']);
});

test('after a stop it says how to go on, also where a resume is refused', () => {
  expect(carryForward.aftermath!(work)).toContain('on a protected cluster, plan it again from the comparison');
  const notLive = { ...work, plan: { ...plan, to: { ...plan.to, aliases: [] } } };
  expect(carryForward.aftermath!(notLive)).toContain('Resume this job to go on. It can be undone.');
});

test('the address of a review names only what is chosen', () => {
  expect(carryForwardPath({ comparison: '7' })).toBe('/jobs/7/carry-forward');
  expect(carryForwardPath({ comparison: '7', to: 'pages', changes: ['added', 'changed'] })).toBe(
    '/jobs/7/carry-forward?to=pages&changes=added%2Cchanged',
  );
});
