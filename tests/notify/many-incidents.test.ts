import { expect, test } from 'vitest';
import { paths } from '../../components/paths.ts';
import type { AlikeMessage } from '../../lib/jobs/store/waiting-messages.ts';
import { deliveryOf, manyIncidentsText } from '../../lib/notify/many-incidents.ts';

const NOW = Date.parse('2026-11-23T06:49:10.000Z');
const cluster = { key: 'a b', name: 'search-production', environment: 'production' };

const alike = (count: number, over: Partial<AlikeMessage> = {}): AlikeMessage[] =>
  Array.from({ length: count }, (_, n) => ({
    id: String(n + 1),
    createdMs: NOW,
    severity: 'warning',
    kind: 'disk',
    title: `Node n${String(n)} has a full disk`,
    endedBy: null,
    ...over,
  }));
const textOf = (messages: AlikeMessage[], over: Partial<Parameters<typeof manyIncidentsText>[0]> = {}) =>
  manyIncidentsText({
    alike: messages,
    cluster,
    event: 'began',
    now: NOW,
    publicUrl: 'https://desk.example.org',
    ...over,
  });

test('it has the number, the kinds, the worst, and where the list is', () => {
  const worst = alike(2, { severity: 'critical', kind: 'alias-missing', title: 'government is missing' });
  const text = textOf([...alike(1_200), ...worst]);
  expect(text).toEqual({
    severity: 'critical',
    ended: false,
    title: 'Critical: 1,202 incidents (search-production, production)',
    paragraphs: [
      'This message is about all of them. Disk nearly full: 1,200, alias missing: 2.',
      'Among them: government is missing and government is missing.',
    ],
    next: [],
    page: {
      text: 'Open the incidents',
      path: paths.incidents('a b'),
      address: `https://desk.example.org${paths.incidents('a b')}`,
    },
  });
  expect(textOf(alike(9)).paragraphs[1]).toMatch(/ and 4 more\.$/);
});

test.each([
  ['worse', 'Worse, now warning: 30 incidents'],
  ['reminder', 'Warning, reminder: 30 incidents'],
  ['ended', 'Ended: 30 incidents'],
] as const)('%s begins with what it is', (event, beginning) => {
  const text = textOf(alike(30), { event });
  expect(text.title.startsWith(beginning)).toBe(true);
  expect(text.ended).toBe(event === 'ended');
});

test('does not say that what is not watched any more is over', () => {
  const [over, unknown] = [alike(30, { endedBy: 'itself' }), alike(1, { endedBy: 'not-watched' })];
  expect(textOf(unknown, { event: 'ended' })).toMatchObject({
    ended: false,
    title: expect.stringMatching(/^Not watched any more: 1 /) as string,
  });
  expect(textOf([...over, ...unknown], { event: 'ended' })).toMatchObject({
    ended: false,
    title: expect.stringMatching(/^Ended or not watched any more: 31 /) as string,
  });
});

test('does not say of what a person closed that it ended', () => {
  const [over, closed] = [alike(30, { endedBy: 'itself' }), alike(1, { endedBy: 'person' })];
  expect(textOf(closed, { event: 'ended' }).title).toMatch(/^Closed: 1 /);
  expect(textOf([...over, ...closed], { event: 'ended' }).title).toMatch(/^Ended or closed: 31 /);
});

test('says that it is late, by the oldest', () => {
  const messages = [...alike(30), ...alike(1, { createdMs: NOW - 3_600_000 })];
  expect(textOf(messages).paragraphs.at(-1)).toMatch(/^This message is 1 h late/);
});

test('a kind of another version is named as it is', () => {
  expect(textOf(alike(30, { kind: 'flood' })).paragraphs[0]).toContain('Flood: 30.');
});

test('its delivery is the same for the same messages only', () => {
  expect(deliveryOf(alike(30))).toBe(deliveryOf(alike(30)));
  expect(deliveryOf(alike(30))).not.toBe(deliveryOf(alike(31)));
});
