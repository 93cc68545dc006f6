import { expect, test } from 'vitest';
import { addMute, endMute, mutesBetween, mutesOf } from '../../../lib/jobs/store/mutes.ts';
import { aMute } from '../../support/an-incident.ts';
import { failureOf, thrownBy } from '../../support/failure-of.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const at = (time: string) => Date.parse(`2026-11-23T${time}:00.000Z`);
const { id: _id, ended: _ended, ...added } = aMute();

test('running and coming mutes are listed, those that are over are not', () => {
  const { store } = temporary;
  addMute(store, { ...added, from: '2026-11-23T08:00:00Z', until: '2026-11-23T09:00:00Z', reason: ' later ' });
  addMute(store, added);
  addMute(store, { ...added, cluster: 'staging' });
  const reasons = (clusters: string[], time: string) => mutesOf(store, clusters, at(time)).map(({ reason }) => reason);
  expect(reasons(['production'], '06:30')).toEqual([added.reason, 'later']);
  expect(reasons(['production'], '07:00')).toEqual(['later']);
  expect(reasons(['production', 'staging'], '05:00')).toHaveLength(3);
  expect(reasons(['production'], '09:00')).toEqual([]);
});

test('of a time that is over the mutes of then are listed, those that ended too', () => {
  const { store } = temporary;
  const { id } = addMute(store, added);
  addMute(store, { ...added, from: '2026-11-23T08:00:00Z', until: '2026-11-23T09:00:00Z', reason: 'later' });
  addMute(store, { ...added, cluster: 'staging' });
  const between = (from: string, to: string) =>
    mutesBetween(store, 'production', { from: at(from), to: at(to) }).map(({ reason }) => reason);
  expect(between('06:30', '08:00')).toEqual([added.reason, 'later']);
  expect(between('05:00', '05:59')).toEqual([]);
  expect(between('07:00', '07:59')).toEqual([]);
  endMute(store, { cluster: 'production', id, by: 'ben', now: at('06:20') });
  expect(between('06:10', '06:40')).toEqual([added.reason]);
  expect(between('06:20', '06:40')).toEqual([]);
});

test('a mute is ended early by a person, once', async () => {
  const { store } = temporary;
  const { id } = addMute(store, { ...added, alias: 'government', kind: 'documents-lost' });
  expect(await failureOf(() => endMute(store, { cluster: 'staging', id, by: 'ben', now: at('06:30') }))).toMatchObject({
    code: 'not_found',
  });
  const ended = endMute(store, { cluster: 'production', id, by: 'ben', now: at('06:30') });
  expect(ended).toMatchObject({ alias: 'government', ended: { by: 'ben', at: '2026-11-23T06:30:00.000Z' } });
  expect(mutesOf(store, ['production'], at('06:31'))).toEqual([]);
  expect(thrownBy(() => endMute(store, { cluster: 'production', id, by: 'ben', now: at('06:31') })).code).toBe(
    'refused',
  );
});

test.each([
  [{ until: added.from }, 'after the beginning'],
  [{ until: 'tomorrow' }, 'after the beginning'],
  [{ until: '2026-12-23T06:02:00.000Z' }, '30 days'],
  [{ reason: '  ' }, 'A reason'],
  [{ reason: 'x'.repeat(301) }, 'A reason'],
])('a mute with %j is refused', (change, message) => {
  const failure = thrownBy(() => addMute(temporary.store, { ...added, ...change }));
  expect([failure.code, failure.message]).toEqual(['invalid_input', expect.stringContaining(message)]);
});
