import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Finding } from '../../../lib/incidents/finding.ts';
import { withStore } from '../../../lib/jobs/run-in-terminal.ts';
import { saveClusterUuid } from '../../../lib/jobs/store/cluster-uuids.ts';
import { saveCounts } from '../../../lib/jobs/store/document-counts.ts';
import { applyTransitions, openIncidents } from '../../../lib/jobs/store/incident-changes.ts';
import type { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { addMute, endMute } from '../../../lib/jobs/store/mutes.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { runCommand } from '../../support/command-line.ts';

/** Nothing listens there: incidents are in the data directory. */
const ADDRESS = 'http://127.0.0.1:9';
const MINUTE_MS = 60_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'incidents-'));
  writeFileSync(join(folder, 'restore-desk.yaml'), `clusters:\n  one:\n    url: ${ADDRESS}\n    backups: backups\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inStore = <T>(use: (store: JobStore) => T): T => withStore(join(folder, 'data'), use);
const print = (verb: string, ...words: string[]) => runCommand(['incident', verb, ADDRESS, ...words], { cwd: folder });
const run = (verb: string, ...words: string[]) => print(verb, ...words, '--json');

/** Begins an incident of the cluster `one`, half an hour ago. Returns its number. */
function begin(finding: Partial<Finding> & Pick<Finding, 'facts' | 'subject'>): string {
  const now = Date.now();
  const began = { at: new Date(now - 30 * MINUTE_MS).toISOString(), after: null };
  return inStore((store) => {
    const whole: Finding = { severity: 'critical', began, holdMs: 0, ...finding };
    applyTransitions(store, 'one', [{ change: 'begin', finding: whole, confirmed: true, seenMs: now, now }]);
    return openIncidents(store, 'one').at(-1)!.id;
  });
}
const lost = () =>
  begin({
    subject: 'government',
    facts: { kind: 'documents-lost', before: 8_940, now: 1_118, lowest: 1_118, moved: false },
  });
const overdue = () =>
  begin({
    subject: 'metasearch',
    severity: 'warning',
    facts: { kind: 'backup-overdue', lastGood: null, expected: null },
  });

test('open incidents are listed, the worst first; ended ones are where they are asked for', async () => {
  expect((await print('list')).stdout).toBe('There are no open incidents of this cluster.\n');
  const [second, first] = [overdue(), lost()];
  const all = await run('list');
  expect([all.code, all.json]).toMatchObject([
    0,
    {
      status: 'done',
      open: 2,
      incidents: [
        {
          id: first,
          kind: 'documents-lost',
          subject: 'government',
          severity: 'critical',
          open: true,
          title: 'government lost 87 % of its documents',
          since: expect.stringMatching(/^since .* UTC$/),
        },
        { id: second, kind: 'backup-overdue', title: 'The backup of metasearch is overdue' },
      ],
    },
  ]);
  expect((await print('list')).stdout).toMatch(
    new RegExp(`^${first}  critical  government lost 87 % of its documents\n  open, since `),
  );
  expect((await run('list', '--kind', 'backup-overdue')).json).toMatchObject({ open: 1, incidents: [{ id: second }] });

  await run('close', first);
  expect((await run('list')).json).toMatchObject({ open: 1, incidents: [{ id: second }] });
  expect((await run('list', '--all')).json).toMatchObject({
    open: 1,
    incidents: [
      { id: second, open: true },
      { id: first, open: false, endedBy: 'person' },
    ],
  });
});

test('an unknown kind is a wrong usage that says which there are', async () => {
  const { code, json } = await run('list', '--kind', 'losses');
  expect([code, json]).toMatchObject([
    2,
    { status: 'usage', error: { message: expect.stringContaining('documents-lost') } },
  ]);
});

test('an incident is acknowledged, commented and closed, each with a line in the audit log', async () => {
  const id = lost();
  expect((await run('acknowledge', id)).json).toMatchObject({
    status: 'done',
    incident: { id, acknowledged: { by: expect.stringContaining('command line') } },
  });
  expect((await run('comment', id, '--text', 'The importer.')).json).toMatchObject({
    status: 'done',
    comment: { text: 'The importer.' },
  });
  expect((await run('close', id, '--note', 'Restored.')).json).toMatchObject({
    status: 'done',
    incident: { id, open: false, closed: { note: 'Restored.' } },
  });
  const again = await run('close', id);
  expect([again.code, again.json]).toMatchObject([
    4,
    { status: 'refused', incident: null, error: { message: expect.stringContaining('is not open') } },
  ]);
  const lines = inStore((store) => listAuditLog(store, { cluster: 'one' }));
  expect(lines.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['close incident', 'done'],
    ['comment on incident', 'done'],
    ['acknowledge incident', 'done'],
  ]);
});

test('the whole of an incident has its steps and its timeline, with the documents of the day', async () => {
  const id = lost();
  const now = Date.now();
  const uuid = 'AAAAAAAAAAAAAAAAAAAAAA';
  inStore((store) => {
    saveClusterUuid(store, { key: 'one', url: ADDRESS, uuid });
    const point = (ago: number, documents: number) => ({
      alias: 'government',
      point: { at: now - ago * MINUTE_MS, after: now - (ago + 1) * MINUTE_MS, documents, target: 'a' },
    });
    const points = [point(300, 8_940), point(30, 1_118)];
    saveCounts(store, { key: 'one', uuid }, { points, watched: [], dropped: [], droppedWatched: [] });
  });
  await run('comment', id, '--text', 'The importer.');
  const { json } = await run('show', id);
  expect(json).toMatchObject({
    status: 'done',
    incident: { id, title: 'government lost 87 % of its documents' },
    next: expect.arrayContaining(['Restore a backup of government, if there is a good one']),
  });
  expect((json['events'] as { of: string; sentence: string }[]).map(({ of, sentence }) => [of, sentence])).toEqual([
    ['incident', 'government lost 87 % of its documents.'],
    ['documents', 'government has 1,118 documents, 7,822 fewer.'],
    ['incident', 'Restore Desk noticed it, 30 min after it began.'],
    ['person', expect.stringMatching(/^command line \(.*\) commented\.$/)],
  ]);
  const shown = (await print('show', id)).stdout;
  expect(shown).toContain('government has 1,118 documents, 7,822 fewer.');
  expect(shown).toContain('What to do:\n  Find what deletes documents of government, and stop it\n');
  expect(shown).toContain('    The importer.');
});

test('a mute that was in effect while an incident lasted is in its timeline, though both are over', async () => {
  const id = lost();
  const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();
  const mute = { cluster: 'one', alias: 'government', kind: null, reason: 'Reindex.', by: 'ann' };
  inStore((store) => {
    addMute(store, { ...mute, from: ago(60), until: ago(40), reason: 'Before it began.' });
    addMute(store, { ...mute, alias: 'other', from: ago(20), until: ago(10) });
    addMute(store, { ...mute, from: ago(20), until: ago(10) });
    const { id: early } = addMute(store, { ...mute, from: ago(9), until: ago(-60), reason: 'Once more.' });
    endMute(store, { cluster: 'one', id: early, by: 'ben', now: Date.now() - 5 * MINUTE_MS });
  });
  await run('close', id);
  const { json } = await run('show', id);
  const people = (json['events'] as { of: string; sentence: string; text: string | null }[]).filter(
    ({ of }) => of === 'person',
  );
  expect(people.map(({ sentence, text }) => [sentence, text])).toEqual([
    [expect.stringMatching(/^ann muted its messages until /), 'Reindex.'],
    [expect.stringMatching(/^ann muted its messages until /), 'Once more.'],
    ['ben ended the mute.', null],
    [expect.stringMatching(/ closed it\.$/), null],
  ]);
});

test('there is no other incident, and none of another cluster', async () => {
  const id = lost();
  const missing = await run('show', '99');
  expect([missing.code, missing.json]).toMatchObject([4, { status: 'refused', error: { code: 'not_found' } }]);
  writeFileSync(join(folder, 'restore-desk.yaml'), `clusters:\n  two:\n    url: ${ADDRESS}\n    backups: backups\n`);
  expect((await run('close', id)).json).toMatchObject({ status: 'refused', error: { code: 'not_found' } });
});

test('names and comments can’t write to the terminal', async () => {
  const id = lost();
  await run('comment', id, '--text', 'red \u001b[31m\nnext line');
  const { stdout } = await print('show', id);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toContain('red \\u001b[31m\\nnext line');
});
