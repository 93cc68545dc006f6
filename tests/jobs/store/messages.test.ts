import { describe, expect, test, vi } from 'vitest';
import type { MessageBody } from '../../../lib/contract/message.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { addNewMessages, backlogByChannel, type NewMessage } from '../../../lib/jobs/store/messages.ts';
import { recentMessages } from '../../support/recent-messages.ts';
import {
  channelsWithDue,
  claimAlike,
  claimMessage,
  forgetOldMessages,
  giveUp,
  giveUpUnconfigured,
  makeDue,
  markFailed,
  markSent,
  outdateEarlierRuns,
  runSubject,
} from '../../../lib/jobs/store/waiting-messages.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const NOW = Date.parse('2026-11-23T06:50:00.000Z');
const DAY = 86_400_000;

const body: MessageBody = {
  of: 'run',
  delivery: 'd',
  cluster: { key: 'production', name: 'search', environment: 'production' },
  schedule: 'Nightly',
  due: '2026-11-23T03:00:00.000Z',
  at: '2026-11-23T03:00:00.000Z',
  state: 'good',
  why: null,
};
const aMessage = (over: Partial<NewMessage> = {}): NewMessage => ({
  channel: 'beat',
  subject: runSubject(1, 100),
  incident: null,
  event: 'start',
  number: 0,
  body,
  ...over,
});
const add = (...messages: NewMessage[]) => addNewMessages(temporary.store, messages, NOW);
const claim = (now = NOW, channel = 'beat') => claimMessage(temporary.store, channel, now);
const backlog = (now: number) => Object.fromEntries(backlogByChannel(temporary.store, now));
const all = () => recentMessages(temporary.store, { channels: ['beat', 'other'], limit: 100 });

test('a message is made once, whoever makes it', () => {
  const other = JobStore.open(temporary.data);
  expect(add(aMessage(), aMessage({ event: 'success' }))).toBe(2);
  expect(addNewMessages(other, [aMessage(), aMessage({ event: 'success' }), aMessage({ number: 1 })], NOW)).toBe(1);
  other.close();
  expect(all()).toHaveLength(3);
});

describe('a claim', () => {
  test('is one process’s, and ends by itself where the process is gone', () => {
    add(aMessage());
    expect(claim()?.subject).toBe('run:1:100');
    expect(claim(NOW + 59_999)).toBeNull();
    expect(claim(NOW + 60_000)?.subject).toBe('run:1:100');
  });

  test('takes messages of one subject in their order, and does not wait for those of another', () => {
    add(aMessage(), aMessage({ event: 'success' }), aMessage({ subject: runSubject(2, 100), event: 'failure' }));
    const first = claim()!;
    expect(first.event).toBe('start');
    expect(claim()?.event).toBe('failure');
    expect(claim()).toBeNull();
    markSent(temporary.store, first, '200 OK.', NOW);
    expect(claim()?.event).toBe('success');
  });

  test('goes on behind a message that was given up', () => {
    add(aMessage(), aMessage({ event: 'success' }));
    giveUp(temporary.store, claim()!.id, 'No use.', NOW);
    expect(claim()?.event).toBe('success');
  });

  test('of another channel is another one’s', () => {
    add(aMessage(), aMessage({ channel: 'other' }));
    expect([claim()?.channel, claim()?.channel, claim(NOW, 'other')?.channel]).toEqual(['beat', undefined, 'other']);
  });

  test('of a clock that was far ahead counts as over, and so does a wait', () => {
    add(aMessage());
    const message = claim(NOW + 365 * DAY)!;
    expect(claim(NOW)?.id).toBe(message.id);
    markFailed(temporary.store, message, '503.', NOW + 365 * DAY);
    expect(channelsWithDue(temporary.store, NOW)).toEqual(['beat']);
    expect(claim(NOW)?.id).toBe(message.id);
  });

  test('gives up what can’t be read, and takes the next one', () => {
    add(aMessage(), aMessage({ event: 'success' }));
    temporary.store[SQL].exec(`UPDATE messages SET body = '{"of":"poem"}' WHERE event = 'start'`);
    expect(claim()?.event).toBe('success');
    expect(temporary.store[SQL].prepare('SELECT answer FROM messages WHERE gave_up_ms IS NOT NULL').all()).toEqual([
      { answer: 'Another version of Restore Desk made it, and this one can’t read it.' },
    ]);
  });
});

test('a message that failed waits, and is due at once when the channel is there again', () => {
  add(aMessage(), aMessage({ subject: runSubject(2, 100) }));
  const [first, second] = [claim()!, claim()!];
  markFailed(temporary.store, first, '503 Service Unavailable.', NOW + 40_000);
  expect(claim(NOW + 39_999)).toBeNull();
  expect(all().find(({ id }) => id === first.id)).toMatchObject({ attempts: 1, answer: '503 Service Unavailable.' });
  markSent(temporary.store, second, '200 OK.', NOW + 5_000);
  expect(claim(NOW + 5_000)).toBeNull();
  makeDue(temporary.store, 'beat', NOW + 5_000);
  expect(claim(NOW + 5_000)?.id).toBe(first.id);
});

test('what has been due for longest is sent first, so that one that always fails holds no other back', () => {
  add(aMessage(), aMessage({ subject: runSubject(2, 100) }));
  const first = claim()!;
  markFailed(temporary.store, first, '500.', NOW + 10_000);
  expect(claim(NOW + 10_000)?.subject).toBe(runSubject(2, 100));
  expect(claim(NOW + 10_000)?.id).toBe(first.id);
});

test('the end of a run waits for its beginning only while that is being sent', () => {
  add(aMessage(), aMessage({ event: 'success' }));
  const start = claim()!;
  expect(claim()).toBeNull();
  markFailed(temporary.store, start, '503.', NOW + 40_000);
  expect(claim()?.event).toBe('success');
});

describe('messages about one event of many incidents', () => {
  const incident = (subject: string, cluster = 'production') =>
    String(
      temporary.store[SQL].prepare(
        `INSERT INTO incidents (cluster, kind, subject, severity, facts, began_at, noticed_at, seen_ms)
           VALUES (?, 'disk', ?, 'warning', '{}', '2026-01-01', '2026-01-01', 0)`,
      ).run(cluster, subject).lastInsertRowid,
    );
  const about = (id: string, over: Partial<NewMessage> = {}) =>
    aMessage({ subject: `incident:${id}`, incident: id, event: 'began', ...over });
  const alikeOf = (most: number) =>
    claimAlike(temporary.store, claim()!, { most, now: NOW }).map(({ id }) => Number(id));

  test('are claimed together where they are too many, and only those that nothing holds back', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'].map((subject) => incident(subject));
    const elsewhere = incident('a', 'staging');
    add(
      ...ids.map((id) => about(id)),
      about(elsewhere, { body: { ...body, cluster: { ...body.cluster, key: 'staging' } } }),
      about(ids[0]!, { event: 'ended' }),
      about(ids[0]!, { channel: 'other' }),
    );
    const other = claim()!;
    expect(alikeOf(3)).toEqual([2, 3, 4, 5]);
    expect(other.id).toBe('1');
    expect(claim()?.incident).toBe(elsewhere);
    expect(claim()).toBeNull();
  });

  test('are claimed one by one where they are few', () => {
    add(...['a', 'b', 'c'].map((subject) => about(incident(subject))));
    expect(alikeOf(3)).toEqual([]);
    expect(claim()?.id).toBe('2');
  });
});

test('looks at what waits read nothing of what was sent', () => {
  const plans = vi.spyOn(temporary.store[SQL], 'prepare');
  add(aMessage());
  channelsWithDue(temporary.store, NOW);
  claim();
  makeDue(temporary.store, 'beat', NOW);
  backlogByChannel(temporary.store, NOW);
  const statements = plans.mock.calls.map(([sql]) => sql).filter((sql) => !/^INSERT|^BEGIN/.test(sql));
  plans.mockRestore();
  for (const sql of statements) {
    const steps = temporary.store[SQL].prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail));
    for (const step of steps)
      expect(step).not.toMatch(/^SCAN (?!\w+ USING (?:COVERING )?INDEX messages_(?:waiting|unsent)|json_each)/);
  }
  expect(statements.length).toBeGreaterThan(3);
});

test('an answer is kept, but not more of it than 4 kB', () => {
  add(aMessage());
  markSent(temporary.store, claim()!, 'x'.repeat(100_000), NOW);
  expect(all()[0]!.answer!.length).toBeLessThanOrEqual(4_096);
});

test('what waits for a channel that is no longer configured is given up after a while, and counted', () => {
  const giveUpOld = (channels: string[], oldest: number) =>
    giveUpUnconfigured(temporary.store, { channels, oldest, now: NOW + DAY });
  add(aMessage(), aMessage({ channel: 'other' }));
  expect(giveUpOld(['other'], NOW)).toEqual([]);
  expect(giveUpOld(['other', 'beat'], NOW + 1)).toEqual([]);
  const waiting = { waiting: 1, waitingSinceMs: NOW, gaveUp: 0 };
  expect(backlog(NOW)).toEqual({ beat: waiting, other: waiting });
  expect(giveUpOld(['other'], NOW + 1)).toMatchObject([{ channel: 'beat' }]);
  const gaveUp = { waiting: 0, waitingSinceMs: null, gaveUp: 1 };
  expect(backlog(NOW + DAY)).toEqual({ beat: gaveUp, other: waiting });
  expect(backlog(NOW + 9 * DAY)).toEqual({ other: waiting });
  expect(claim(NOW + DAY)).toBeNull();
});

test('of earlier runs of a schedule nothing is sent any more, of this run and of other schedules all', () => {
  const subjects = [runSubject(1, 100), runSubject(1, 200), runSubject(11, 100), runSubject(2, 100)];
  add(...subjects.map((subject) => aMessage({ subject })), aMessage({ channel: 'other' }));
  outdateEarlierRuns(temporary.store, { channel: 'beat', schedule: 1, dueAt: 200, now: NOW });
  expect(all().filter(({ outdated }) => outdated)).toMatchObject([{ subject: runSubject(1, 100), gaveUpMs: NOW }]);
  expect(backlog(NOW).beat).toMatchObject({ waiting: 3, gaveUp: 0 });
  const waiting = all().filter(({ gaveUpMs }) => gaveUpMs === null);
  expect(waiting.map(({ channel, subject }) => `${channel} ${subject}`).sort()).toEqual([
    'beat run:11:100',
    'beat run:1:200',
    'beat run:2:100',
    'other run:1:100',
  ]);
});

describe('after 90 days', () => {
  const incident = (ended: string | null) =>
    Number(
      temporary.store[SQL].prepare(
        `INSERT INTO incidents (cluster, kind, subject, severity, facts, began_at, noticed_at, seen_ms, ended_at)
           VALUES ('production', 'disk', ?, 'warning', '{}', '2026-01-01', '2026-01-01', 0, ?)`,
      ).run(String(ended), ended).lastInsertRowid,
    );

  test('messages are forgotten, but not those of an open incident: it would be told again', () => {
    const [open, over] = [incident(null), incident('2026-11-23T07:00:00.000Z')].map(String);
    add(
      aMessage({ subject: 'incident:open', incident: open! }),
      aMessage({ subject: 'incident:over', incident: over! }),
      aMessage(),
      aMessage({ subject: runSubject(2, 1) }),
    );
    for (let message = claim(); message !== null; message = claim())
      if (message.subject !== 'run:2:1') markSent(temporary.store, message, '200 OK.', NOW);
    forgetOldMessages(temporary.store, NOW + 89 * DAY);
    expect(all()).toHaveLength(4);
    forgetOldMessages(temporary.store, NOW + 91 * DAY);
    expect(all().map(({ subject }) => subject)).toEqual(['run:2:1', 'incident:open']);
  });
});
