import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import type { MessageBody } from '../../lib/contract/message.ts';
import { runner } from '../../lib/jobs/jobs.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { addNewMessages } from '../../lib/jobs/store/messages.ts';
import { loadNotifications, requireChannel } from '../../lib/pages/load-notifications.ts';

/** No server: the page needs no answer of the cluster, and sends nothing. */
let directory: string;
const NOW = Date.parse('2026-11-30T07:00:00.000Z');

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'load-notifications-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }
clusters:
  production: { url: "http://127.0.0.1:9", backups: backups }
  staging: { url: "http://127.0.0.1:9", backups: backups }
  archive: { url: "http://127.0.0.1:9", backups: backups }
notifications:
  channels:
    on-call: { kind: slack, url: { env: CHAT } }
    mail: { kind: email, smtp: { host: mail.example.org, tls: starttls }, from: desk@example.org, to: [ops@example.org, on.call@example.org] }
    unused: { kind: webhook, url: "https://hooks.example.org/unused" }
  routes:
    - { channel: on-call, severity: critical, remind: 4h, clusters: [production] }
    - { channel: mail, severity: warning, clusters: [production, staging] }
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  vi.stubEnv('CHAT', 'https://hooks.chat.example/services/T0SECRET12345/B0SECRET67890');
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  const { store } = runner();
  store.transact(() => store[SQL].prepare('DELETE FROM messages').run());
});

const cluster = (key: string) => findCluster(key)!;
const load = (key: string) => loadNotifications(cluster(key), NOW);

const bodyOf = (key: string, title: string): MessageBody => ({
  of: 'incident',
  delivery: title,
  cluster: { key, name: `search-${key}`, environment: 'test' },
  incident: {
    id: '12',
    subject: 'government',
    facts: { kind: 'drill', job: '7', problem: 'Too few documents.' },
    severity: 'warning',
    title,
    began: { at: '2026-11-30T06:47:00.000Z', after: null },
    noticedAt: '2026-11-30T06:49:00.000Z',
    ended: null,
    endedBy: null,
    acknowledged: null,
    closed: null,
  },
});

interface Seeded {
  key?: string;
  channel?: string;
  title: string;
  set?: string;
}

/** `set`: what became of it, as SQL. */
function seed({ key = 'production', channel = 'on-call', title, set }: Seeded): void {
  const { store } = runner();
  addNewMessages(
    store,
    [{ channel, subject: `incident:${title}`, incident: null, event: 'began', number: 0, body: bodyOf(key, title) }],
    NOW,
  );
  if (set)
    store.transact(() => store[SQL].prepare(`UPDATE messages SET ${set} WHERE subject = ?`).run(`incident:${title}`));
}

test('the page has the channels of its cluster and those of none, in words and without secrets', () => {
  const page = load('production');
  expect(page.channels.map(({ name, routes, to }) => ({ name, routes, to }))).toEqual([
    {
      name: 'mail',
      to: 'ops@example.org, on.call@example.org by mail.example.org',
      routes: ['Critical incidents and warnings'],
    },
    {
      name: 'on-call',
      to: 'hooks.chat.example',
      routes: ['Critical incidents, with a reminder every 4 h until somebody acknowledges'],
    },
    { name: 'unused', to: 'hooks.example.org', routes: [] },
  ]);
  expect(JSON.stringify(page)).not.toContain('SECRET');
  expect(page).toMatchObject({ linked: false, messages: [], onlyElsewhere: false });
});

test('a cluster that no route leads from has no channel of the others', () => {
  expect(load('staging').channels.map(({ name }) => name)).toEqual(['mail', 'unused']);
  expect(() => requireChannel(cluster('staging'), 'mail')).not.toThrow();
  expect(() => requireChannel(cluster('staging'), 'on-call')).toThrow('There is no such channel');
});

test('messages of another cluster are not on the page, also those of a channel of both', () => {
  seed({ channel: 'mail', title: 'ours' });
  seed({ key: 'staging', channel: 'mail', title: 'theirs' });
  expect(load('production').messages.map(({ incident }) => incident?.title)).toEqual(['ours']);
  expect(load('production').channels[0]).toMatchObject({ waiting: 1, gaveUp: 0, failing: null, lastSentAt: null });
  expect(JSON.stringify(load('production'))).not.toContain('theirs');
});

test('what another cluster’s messages came to is not on the page either', () => {
  const failed = `attempts = 3, next_try_ms = ${NOW + 40_000}, answer = 'Theirs.'`;
  seed({ key: 'staging', channel: 'mail', title: 'fails', set: failed });
  seed({ key: 'staging', channel: 'mail', title: 'given up', set: `gave_up_ms = ${NOW}` });
  seed({ key: 'staging', channel: 'mail', title: 'sent', set: `sent_ms = ${NOW}` });
  const nothing = { waiting: 0, gaveUp: 0, failing: null, lastSentAt: null };
  expect(load('production').channels[0]).toMatchObject(nothing);
  const theirs = { waiting: 1, gaveUp: 1, failing: { answer: 'Theirs.' }, lastSentAt: new Date(NOW).toISOString() };
  expect(load('staging').channels[0]).toMatchObject(theirs);
});

test('many messages of other channels and clusters hide nothing of a channel', () => {
  seed({ channel: 'mail', title: 'old', set: `attempts = 1, sent_ms = ${NOW}` });
  seed({ channel: 'on-call', title: 'waits', set: `attempts = 1, answer = 'The server answered 503'` });
  const { store } = runner();
  const many = (channel: string, key: string) =>
    Array.from({ length: 1_200 }, (_, n) => ({
      ...{ channel, subject: `incident:${channel} ${key} ${String(n)}`, incident: null, event: 'began' as const },
      ...{ number: 0, body: bodyOf(key, 'another') },
    }));
  addNewMessages(store, [...many('on-call', 'production'), ...many('mail', 'staging')], NOW);
  store.transact(() => store[SQL].exec(`UPDATE messages SET sent_ms = ${NOW} WHERE body LIKE '%"another"%'`));
  const { channels, messages } = load('production');
  expect(channels[0]).toMatchObject({ name: 'mail', lastSentAt: new Date(NOW).toISOString() });
  // With the full stop that the answer has not.
  expect(channels[1]).toMatchObject({ waiting: 1, failing: { answer: 'The server answered 503.', works: false } });
  expect(messages).toHaveLength(100);
  expect(messages[0]!.incident?.title).toBe('waits');
});

test('a message that a later one has outdated was not given up for want of an answer', () => {
  seed({ title: 'sent', set: `sent_ms = ${NOW}` });
  seed({ title: 'outdated', set: `gave_up_ms = ${NOW}, outdated = 1, answer = 'A later run says more.'` });
  seed({ title: 'last', set: `sent_ms = ${NOW}` });
  const { channels, messages } = load('production');
  expect(channels[1]).toMatchObject({ name: 'on-call', waiting: 0, gaveUp: 0 });
  expect(messages.map(({ incident, outdated }) => [incident?.title, outdated])).toEqual([
    ['last', false],
    ['outdated', true],
    ['sent', false],
  ]);
});

test('what waits and what was given up is first, then what was sent, newest first', () => {
  seed({ title: 'waits', set: `attempts = 3, next_try_ms = ${NOW + 40_000}, answer = 'The server answered 503.'` });
  seed({ title: 'given up', set: `attempts = 80, gave_up_ms = ${NOW}` });
  seed({ title: 'sent', set: `attempts = 1, sent_ms = ${NOW + 1_000}, answer = '200'` });
  seed({ title: 'sent later', set: `attempts = 2, sent_ms = ${NOW + 9_000}` });
  const page = load('production');
  expect(page.messages.map(({ incident }) => incident?.title)).toEqual(['given up', 'waits', 'sent later', 'sent']);
  expect(page.channels[1]).toMatchObject({
    name: 'on-call',
    waiting: 1,
    gaveUp: 1,
    lastSentAt: new Date(NOW + 9_000).toISOString(),
    failing: { answer: 'The server answered 503.', nextTryAt: new Date(NOW + 40_000).toISOString() },
  });
  // It was never tried.

  expect(page.channels[0]!.failing).toBeNull();
});

test('a message that the receiver refuses, while it takes later ones, is no channel that fails', () => {
  seed({ title: 'refused', set: `attempts = 9, next_try_ms = ${NOW + 3_600_000}, answer = '400'` });
  seed({ title: 'sent later', set: `attempts = 1, created_ms = ${NOW + 5_000}, sent_ms = ${NOW + 9_000}` });
  const refused = { since: new Date(NOW).toISOString(), answer: '400.', works: true };
  expect(load('production').channels[1]!.failing).toEqual({
    ...refused,
    nextTryAt: new Date(NOW + 3_600_000).toISOString(),
  });
  // The next try is that of any message.
  seed({ title: 'waits', set: `next_try_ms = ${NOW + 20_000}` });
  expect(load('production').channels[1]!.failing?.nextTryAt).toBe(new Date(NOW + 20_000).toISOString());
});

test('what was given up long ago is no news', () => {
  const DAY_MS = 86_400_000;
  seed({ title: 'old', set: `gave_up_ms = ${NOW - 4 * DAY_MS}` });
  seed({ title: 'sent', set: `sent_ms = ${NOW}` });
  const page = load('production');
  expect(page.messages.map(({ incident }) => incident?.title)).toEqual(['sent', 'old']);
  expect(page.channels[1]).toMatchObject({ gaveUp: 0 });
});
