import { expect, test } from 'vitest';
import { isInEffect, muteOf } from '../../lib/incidents/mutes.ts';
import { aMute, anIncident } from '../support/an-incident.ts';

const at = (time: string) => Date.parse(`2026-11-23T${time}.000Z`);

test('a mute is in effect from its beginning until its end, or until a person ended it', () => {
  const effects = ['05:59:59', '06:00:00', '06:59:59', '07:00:00'].map((time) => isInEffect(aMute(), at(time)));
  expect(effects).toEqual([false, true, true, false]);
  expect(isInEffect(aMute({ ended: { by: 'ann', at: '2026-11-23T06:10:00.000Z' } }), at('06:05:00'))).toBe(false);
});

test.each([
  ['everything of the cluster', aMute(), true],
  ['its alias', aMute({ alias: 'government' }), true],
  ['its kind', aMute({ kind: 'documents-lost' }), true],
  ['another alias', aMute({ alias: 'detailed' }), false],
  ['another kind', aMute({ kind: 'drill' }), false],
  ['its alias, but another kind', aMute({ alias: 'government', kind: 'drill' }), false],
  ['another cluster', aMute({ cluster: 'staging' }), false],
])('an incident of an alias, and a mute of %s: %#', (_, mute, covered) => {
  expect(muteOf([mute], anIncident(), at('06:50:00')) !== null).toBe(covered);
});

test('a mute of an alias covers nothing that only has its name', () => {
  const incident = anIncident({
    subject: 'government',
    facts: { kind: 'disk', watermark: 'high', usedPercent: 91, freeBytes: null },
  });
  expect(muteOf([aMute({ alias: 'government' })], incident, at('06:50:00'))).toBeNull();
});

test('of several mutes the one that lasts longest is named', () => {
  const longer = aMute({ id: '2', until: '2026-11-23T09:00:00.000Z' });
  expect(muteOf([aMute(), longer], anIncident(), at('06:50:00'))).toBe(longer);
});
