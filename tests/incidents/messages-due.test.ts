import { describe, expect, test } from 'vitest';
import type { Incident, Severity } from '../../lib/contract/incident.ts';
import { channelsFor, messagesDue, type MadeMessage, type MessageRoute } from '../../lib/incidents/messages-due.ts';
import { aMute, anIncident, endedAt } from '../support/an-incident.ts';

const NOW = Date.parse('2026-11-23T06:50:00.000Z');
const HOUR = 3_600_000;

const aRoute = (over: Partial<MessageRoute> = {}): MessageRoute => ({
  channel: 'on-call',
  clusters: null,
  kinds: null,
  severity: 'warning',
  remindMs: null,
  ...over,
});
const made = (event: MadeMessage['event'], over: Partial<MadeMessage> = {}): MadeMessage => ({
  channel: 'on-call',
  incident: '12',
  event,
  number: 0,
  severity: 'critical',
  state: 'sent',
  at: NOW,
  ...over,
});

type Known = Partial<Parameters<typeof messagesDue>[0]>;
const due = (known: Known = {}): string[] =>
  messagesDue({ incidents: [anIncident()], made: [], routes: [aRoute()], mutes: [], now: NOW, ...known }).map(
    ({ channel, event, incident, number }) => `${channel} ${incident.id} ${event} ${String(number)}`,
  );

describe('the beginning of an incident is told', () => {
  test('once to each channel', () => {
    const routes = [aRoute(), aRoute({ channel: 'mail' }), aRoute({ severity: 'critical' })];
    expect(due({ routes })).toEqual(['on-call 12 began 0', 'mail 12 began 0']);
    expect(due({ routes, made: [made('began')] })).toEqual(['mail 12 began 0']);
    expect(due({ routes, made: [made('began'), made('began', { channel: 'mail', state: 'waiting' })] })).toEqual([]);
  });

  test.each<[string, Partial<MessageRoute>, boolean]>([
    ['of this cluster', { clusters: ['production'] }, true],
    ['of another cluster', { clusters: ['staging'] }, false],
    ['of this kind', { kinds: ['drill', 'documents-lost'] }, true],
    ['of another kind', { kinds: ['drill'] }, false],
  ])('by a route %s: %#', (_, route, told) => {
    expect(due({ routes: [aRoute(route)] }).length === 1).toBe(told);
  });

  test.each<[Severity, Severity, boolean]>([
    ['critical', 'critical', true],
    ['warning', 'critical', false],
    ['warning', 'warning', true],
    ['critical', 'warning', true],
  ])('a %s one by a route of %s and worse: %s', (severity, least, told) => {
    const incidents = [anIncident({ severity })];
    expect(due({ incidents, routes: [aRoute({ severity: least })] }).length === 1).toBe(told);
  });

  test('to the channels that the page of the incident names', () => {
    const routes = [aRoute(), aRoute({ channel: 'mail' }), aRoute({ severity: 'critical' })];
    expect(channelsFor(routes, anIncident())).toEqual(['on-call', 'mail']);
    const elsewhere = [aRoute({ clusters: ['staging'] }), aRoute({ kinds: ['drill'] })];
    expect(channelsFor(elsewhere, anIncident())).toEqual([]);
    expect(channelsFor([aRoute({ severity: 'critical' })], anIncident({ severity: 'warning' }))).toEqual([]);
  });

  test('when the mute that covers it ends, if it is still open', () => {
    const mutes = [aMute({ alias: 'government' })];
    expect(due({ mutes })).toEqual([]);
    expect(due({ mutes, now: Date.parse('2026-11-23T07:00:00.000Z') })).toEqual(['on-call 12 began 0']);
    const over = [anIncident(endedAt('2026-11-23T06:55:00.000Z'))];
    expect(due({ mutes, incidents: over, now: Date.parse('2026-11-23T07:00:00.000Z') })).toEqual([]);
  });

  test('again a day after it was given up, if it is still open', () => {
    const gaveUp = made('began', { state: 'gave up', at: NOW - 24 * HOUR });
    expect(due({ made: [gaveUp] })).toEqual(['on-call 12 began 1']);
    expect(due({ made: [{ ...gaveUp, at: NOW - 24 * HOUR + 1 }] })).toEqual([]);
    expect(due({ made: [gaveUp, made('began', { number: 1, state: 'waiting' })] })).toEqual([]);
    const over = [anIncident(endedAt('2026-11-23T06:49:30.000Z'))];
    expect(due({ made: [gaveUp, made('began', { number: 1 })], incidents: over })).toEqual(['on-call 12 ended 0']);
  });
});

describe('an incident that gets worse', () => {
  const warned = made('began', { severity: 'warning' });

  test('is told once', () => {
    expect(due({ made: [warned] })).toEqual(['on-call 12 worse 0']);
    expect(due({ made: [warned, made('worse')] })).toEqual([]);
  });

  test('is not told when it only gets as bad as it was before', () => {
    const incidents = [anIncident({ severity: 'warning' })];
    expect(due({ incidents, made: [made('began')] })).toEqual([]);
    expect(due({ made: [warned, made('worse')] })).toEqual([]);
  });

  test('begins for a channel that is told of worse ones only', () => {
    const routes = [aRoute({ channel: 'pager', severity: 'critical' })];
    expect(due({ incidents: [anIncident({ severity: 'warning' })], routes })).toEqual([]);
    expect(due({ routes })).toEqual(['pager 12 began 0']);
  });

  test('waits for the end of a mute', () => {
    expect(due({ made: [warned], mutes: [aMute()] })).toEqual([]);
  });
});

describe('a reminder', () => {
  const routes = [aRoute({ remindMs: 4 * HOUR })];
  const began = made('began', { at: NOW - 4 * HOUR });

  test('is due when nothing was said for so long', () => {
    expect(due({ routes, made: [made('began', { at: NOW - 4 * HOUR + 1 })] })).toEqual([]);
    expect(due({ routes, made: [began] })).toEqual(['on-call 12 reminder 0']);
    expect(due({ routes, made: [began, made('reminder', { at: NOW - HOUR })] })).toEqual([]);
    const first = made('reminder', { at: NOW - 4 * HOUR });
    expect(due({ routes, made: [made('began', { at: NOW - 8 * HOUR }), first] })).toEqual(['on-call 12 reminder 1']);
  });

  test('is not due without `remind`', () => {
    expect(due({ made: [began] })).toEqual([]);
  });

  test.each<[string, Known]>([
    [
      'somebody acknowledged it',
      { incidents: [anIncident({ acknowledged: { by: 'ann', at: '2026-11-23T06:49:30.000Z' } })] },
    ],
    ['a mute covers it', { mutes: [aMute()] }],
    ['an earlier message still waits', { made: [began, made('reminder', { state: 'waiting', at: NOW - 9 * HOUR })] }],
  ])('is not due while %s', (_, known) => {
    expect(due({ routes, made: [began], ...known })).toEqual([]);
  });

  test('comes by the shortest of the routes that match', () => {
    const several = [
      aRoute({ remindMs: 8 * HOUR }),
      aRoute({ remindMs: 2 * HOUR }),
      aRoute({ kinds: ['drill'], remindMs: 1 }),
    ];
    expect(due({ routes: several, made: [made('began', { at: NOW - 2 * HOUR + 1 })] })).toEqual([]);
    expect(due({ routes: several, made: [made('began', { at: NOW - 2 * HOUR })] })).toEqual(['on-call 12 reminder 0']);
  });
});

describe('the end of an incident', () => {
  const incidents = [anIncident(endedAt('2026-11-23T06:49:30.000Z'))];

  test('is told once to who was told of its beginning', () => {
    const routes = [aRoute(), aRoute({ channel: 'mail' })];
    expect(due({ incidents, routes })).toEqual([]);
    expect(due({ incidents, routes, made: [made('began')] })).toEqual(['on-call 12 ended 0']);
    expect(due({ incidents, routes, made: [made('began', { state: 'waiting' })] })).toEqual(['on-call 12 ended 0']);
    expect(due({ incidents, routes, made: [made('began'), made('ended')] })).toEqual([]);
  });

  test('is told while it is muted, and where its severity is now below the route’s', () => {
    const milder: Incident[] = [anIncident({ ...endedAt('2026-11-23T06:49:30.000Z'), severity: 'warning' })];
    const routes = [aRoute({ severity: 'critical' })];
    expect(due({ incidents: milder, routes, made: [made('began')], mutes: [aMute()] })).toEqual(['on-call 12 ended 0']);
  });

  test('is not told where its beginning never arrived', () => {
    expect(due({ incidents, made: [made('began', { state: 'gave up' })] })).toEqual([]);
  });
});

test('what is made of what is due makes nothing due again', () => {
  const incidents = [anIncident(), anIncident({ id: '13', severity: 'warning' })];
  const routes = [aRoute({ remindMs: HOUR }), aRoute({ channel: 'mail', severity: 'critical' })];
  const first = messagesDue({ incidents, made: [], routes, mutes: [], now: NOW });
  const after = first.map(({ channel, event, incident, number }) =>
    made(event, { channel, incident: incident.id, number, severity: incident.severity, state: 'waiting' }),
  );
  expect(first).toHaveLength(3);
  expect(messagesDue({ incidents, made: after, routes, mutes: [], now: NOW + 10 * HOUR })).toEqual([]);
});
