import { createLoader } from 'nuqs/server';
import { describe, expect, test } from 'vitest';
import { backupsAddress } from '../../app/[cluster]/backups/address.ts';
import { choiceAddress, urlKeys } from '../../app/[cluster]/backups/choose/address.ts';
import { selectionAddress } from '../../app/[cluster]/backups/new/address.ts';
import { paths } from '../../components/paths.ts';
import { registerSecret } from '../../lib/config/redact.ts';
import type { IncidentFacts } from '../../lib/contract/incident.ts';
import { pagePath, type IncidentPage } from '../../lib/contract/page-path.ts';
import { factsForMessage } from '../../lib/notify/facts-for-message.ts';
import { incidentText, line, runText, testText } from '../../lib/notify/message.ts';
import { endedAt } from '../support/an-incident.ts';
import { incidentBody, NOW, outgoing, runBody } from './message-rows.ts';

const HOUR = 3_600_000;

describe('a message about an incident', () => {
  test('says what happened, when, where and what to do, with links', () => {
    const text = incidentText(outgoing(incidentBody()));
    expect(text.title).toBe('Critical: government lost 93 % of its documents (search-production, production)');
    expect(text.paragraphs[0]).toContain('7,000');
    expect(text.paragraphs[1]).toBe('Since 06:47 UTC.');
    expect(text.page).toEqual({
      text: 'Open incident 12',
      path: '/production/incidents/12',
      address: 'https://desk.example.org/restore/production/incidents/12',
    });
    expect(text.next.length).toBeGreaterThan(0);
    for (const { address, path } of text.next) expect(address).toBe(`https://desk.example.org/restore${path}`);
  });

  test('has no links without publicUrl', () => {
    const text = incidentText(outgoing(incidentBody(), { publicUrl: null }));
    expect([...text.next, text.page!].map(({ address }) => address)).toEqual(
      [...text.next, text.page!].map(() => null),
    );
    expect(text.page!.path).toBe('/production/incidents/12');
  });

  test.each([
    ['worse', 0, 'Worse, now critical: '],
    ['reminder', 1, 'Critical, reminder 2: '],
    ['ended', 0, 'Ended: '],
  ] as const)('%s begins with what it is', (event, number, beginning) => {
    const body = incidentBody(event === 'ended' ? endedAt('2026-11-23T06:49:00.000Z') : {});
    const text = incidentText(outgoing(body, { event, number }));
    expect(text.title.startsWith(beginning)).toBe(true);
    expect(text.ended).toBe(event === 'ended');
  });

  test('of an end leaves out what to do, and says who closed it and why', () => {
    const closed = { by: 'ann', at: '2026-11-23T06:49:00.000Z', note: 'The publisher\ndeleted them.' };
    const body = incidentBody({ ...endedAt(closed.at), endedBy: 'person', closed });
    const text = incidentText(outgoing(body, { event: 'ended' }));
    expect(text.title).toMatch(/^Closed by ann: /);
    expect(text.paragraphs.at(-1)).toBe('ann: “The publisher deleted them.”');
    expect(text.next).toEqual([]);
  });

  test('of what is not watched any more does not say that it is over', () => {
    const body = incidentBody({ ...endedAt('2026-11-23T06:49:00.000Z'), endedBy: 'not-watched' });
    const text = incidentText(outgoing(body, { event: 'ended' }));
    expect(text.title).toMatch(/^Not watched any more: /);
    expect(text.ended).toBe(false);
    expect(text.paragraphs).toContain(
      'The configuration says not to watch it any more: whether it is over is unknown.',
    );
    expect(text.paragraphs[1]).toBe('Since 06:47 UTC, not watched since 06:49 UTC.');
  });

  test('says who acknowledged it', () => {
    const body = incidentBody({ acknowledged: { by: 'ben', at: '2026-11-23T06:48:30.000Z' } });
    expect(incidentText(outgoing(body)).paragraphs.at(-1)).toBe('Acknowledged by ben at 2026-11-23 06:48 UTC.');
  });

  test('that is late says so, with the time at which it was to be sent', () => {
    const sent = incidentText(outgoing(incidentBody(), { madeMs: NOW - 3 * HOUR })).paragraphs.at(-1);
    expect(sent).toMatch(/^This message is 3 h late: it was to be sent at 2026-11-23 03:49 UTC\./);
    expect(incidentText(outgoing(incidentBody(), { madeMs: NOW - 119_000 })).paragraphs.join()).not.toContain('late');
  });

  test('says both times of what happened while nothing watched, and when it was noticed', () => {
    const body = incidentBody({ began: { after: '2026-11-23T02:10:00.000Z', at: '2026-11-23T06:30:00.000Z' } });
    const paragraphs = incidentText(outgoing(body)).paragraphs.join(' ');
    expect(paragraphs).toContain('02:10 and 06:30 UTC');
    expect(paragraphs).toContain('Restore Desk noticed it at 2026-11-23 06:49 UTC.');
  });

  test('a day later names the day of each time', () => {
    const text = incidentText(outgoing(incidentBody(), { now: NOW + 24 * HOUR }));
    expect(text.paragraphs[1]).toBe('Since 23 Nov 06:47 UTC.');
  });

  test('has one line for each sentence, whatever a name has in it', () => {
    const text = incidentText(outgoing(incidentBody({ subject: 'gov\r\nBcc: x@y.z\u202e\u0000' })));
    for (const each of [text.title, ...text.paragraphs, ...text.next.map((step) => step.text)])
      expect(each).not.toMatch(/[\r\n\u0000\u202e]/);
    expect(text.title).toContain('gov Bcc: x@y.z\\u202e\\x00');
  });

  test('is bounded, and never cut within a character', () => {
    const text = incidentText(outgoing(incidentBody({ subject: '😀'.repeat(5_000) })));
    expect([...text.title]).toHaveLength(240);
    expect(text.title).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    for (const paragraph of text.paragraphs) expect([...paragraph].length).toBeLessThanOrEqual(2_000);
  });
});

test.each([
  ['😀'.repeat(100), '😀'.repeat(100)],
  ['😀'.repeat(101), `${'😀'.repeat(99)}…`],
  [`x${'😀'.repeat(5_000)}`, `x${'😀'.repeat(98)}…`],
  ['x'.repeat(5_000), `${'x'.repeat(99)}…`],
])('a line of at most 100 characters of %.20s', (text, expected) => {
  expect(line(text, 100)).toBe(expected);
});

test('a known secret is hidden in every line', () => {
  registerSecret('planted-message-secret');
  expect(line('it answered planted-message-secret.', 100)).toBe('it answered [hidden].');
});

test.each([
  [{ of: 'overview' }, paths.overview('a b')],
  [{ of: 'alias', alias: 'x/y?' }, paths.alias('a b', 'x/y?')],
  [{ of: 'backups', alias: null }, paths.backups('a b')],
  [{ of: 'backups', alias: 'x&y' }, paths.backups('a b', { group: 'x&y' })],
  [{ of: 'restore', alias: 'x&y' }, paths.chooseBackup('a b', 'x&y')],
  [{ of: 'back-up', alias: 'x&y' }, paths.backUp('a b', { alias: 'x&y' })],
  [{ of: 'clean-up' }, paths.cleanUp('a b')],
  [{ of: 'job', job: '42' }, paths.job('a b', '42')],
  [{ of: 'schedule', name: 'new' }, paths.schedule('a b', 'new')],
  [{ of: 'schedule', name: 'Nightly backup' }, paths.schedule('a b', 'Nightly backup')],
  [{ of: 'indices' }, paths.indices('a b')],
  [{ of: 'incident', id: '12' }, paths.incident('a b', '12')],
] as const)('the path of %j is the page’s own', (page, path) => {
  expect(pagePath('a b', page)).toBe(path);
});

test('the pages of backups, a restore and a backup read the alias of their path', () => {
  const queryOf = (page: IncidentPage) => new URL(pagePath('a b', page), 'http://localhost').searchParams;
  const alias = 'x&y z';
  expect(createLoader(backupsAddress)(queryOf({ of: 'backups', alias })).group).toBe(alias);
  expect(createLoader(choiceAddress, { urlKeys })(queryOf({ of: 'restore', alias })).group).toBe(alias);
  expect(createLoader(selectionAddress)(queryOf({ of: 'back-up', alias })).alias).toBe(alias);
});

describe('a heartbeat says', () => {
  test('what the run came to, and why', () => {
    const failed = runBody({ state: 'failed', why: 'The cluster did not answer.' });
    expect(runText(outgoing(failed))).toBe(
      'Schedule Nightly of search-production (production) failed at 2026-11-23 03:00 UTC; it was due at 2026-11-23 03:00 UTC.\n' +
        'The cluster did not answer.',
    );
  });

  test('that it is late', () => {
    expect(runText(outgoing(runBody(), { madeMs: NOW - HOUR }))).toMatch(/succeeded at .*\nThis is said 1 h late\.$/);
  });
});

test('a test says that it is one', () => {
  expect(testText('on-call', NOW)).toMatchObject({ title: 'Test of the channel on-call', severity: null, page: null });
});

describe('a reason from elsewhere is in a message', () => {
  const reason = 'The cluster did not answer for 30 s.';
  const told: IncidentFacts[] = [
    { kind: 'job', job: '1', title: 'Back up', status: 'failed', message: reason },
    { kind: 'drill', job: '1', problem: reason },
    { kind: 'cluster-silent', message: reason },
  ];

  test('without values of documents', () => {
    expect(told.map((facts) => factsForMessage(facts, false))).toEqual(told);
    const quoted = { kind: 'cluster-silent', message: 'For input string: "planted"' } as const;
    expect(JSON.stringify(factsForMessage(quoted, false))).not.toContain('planted');
  });

  test('unless the cluster is sensitive', () => {
    expect(told.map((facts) => factsForMessage(facts, true))).toEqual([
      { ...told[0], message: null },
      { ...told[1], problem: 'The job says why.' },
      { ...told[2], message: 'The page of the incident has what the last request came to.' },
    ]);
  });
});
