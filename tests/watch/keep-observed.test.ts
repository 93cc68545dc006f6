import { expect, test } from 'vitest';
import type { ClusterChange } from '../../lib/contract/overview.ts';
import { recordsOf } from '../../lib/jobs/incident-records.ts';
import { applyTransitions, closeIncident, openIncidents } from '../../lib/jobs/store/incident-changes.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { observedOf } from '../../lib/jobs/store/incident-observed.ts';
import { incidentById } from '../../lib/jobs/store/incidents.ts';
import { timelineOf } from '../../lib/incidents/timeline.ts';
import { keepObserved } from '../../lib/watch/keep-observed.ts';
import { useStore } from '../jobs/store/temporary-store.ts';

const temporary = useStore();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-11-28T06:47:00.000Z');
const iso = (ms: number) => new Date(START + ms).toISOString();

const change: ClusterChange = {
  id: 'red',
  at: iso(-MINUTE),
  after: iso(-2 * MINUTE),
  level: 'bad',
  sentence: 'Health went from green to red.',
  job: null,
};
const points = [
  { at: START - 60 * MINUTE, after: START - 61 * MINUTE, documents: 8_940, target: 'a' },
  { at: START, after: START - MINUTE, documents: 1_118, target: 'a' },
];
const history = {
  changes: [change],
  countsOf: (alias: string) => (alias === 'government' ? points : []),
  eventsOf: () => [],
};
const forgotten = { changes: [], countsOf: () => [], eventsOf: () => [] };

function begin(): string {
  applyTransitions(temporary.store, 'production', [
    {
      change: 'begin',
      finding: {
        subject: 'government',
        severity: 'critical',
        facts: { kind: 'documents-lost', before: 8_940, now: 1_118, lowest: 1_118, moved: false },
        began: { at: iso(0), after: iso(-MINUTE) },
        holdMs: 0,
      },
      confirmed: true,
      seenMs: START,
      now: START,
    },
  ]);
  return openIncidents(temporary.store, 'production')[0]!.id;
}

test('what was observed is in the timeline of an incident a week later', () => {
  const { store } = temporary;
  const id = begin();
  keepObserved(store, 'production', history, START + 5 * MINUTE);
  // The last counts and changes are known no more.
  for (const days of [1, 2, 7]) keepObserved(store, 'production', forgotten, START + days * DAY);
  const incident = incidentById(store, 'production', id)!;
  const now = START + 7 * DAY;
  const known = { incident, changes: [], documents: [], aliasEvents: [], ...recordsOf(store, incident, now) };
  expect(timelineOf(known, now).map(({ of, sentence }) => [of, sentence])).toEqual([
    ['health', 'Health went from green to red.'],
    ['incident', 'government lost 87 % of its documents.'],
    ['incident', 'Restore Desk noticed it.'],
    ['documents', 'government has 1,118 documents, 7,822 fewer.'],
  ]);
});

test('an incident that ended is kept up for a while, and then left as it is', () => {
  const { store } = temporary;
  const id = begin();
  const now = START + 10 * MINUTE;
  closeIncident(store, { cluster: 'production', id, by: 'ann', now, note: null });
  keepObserved(store, 'production', history, now + 2 * 60 * MINUTE);
  expect(observedOf(store, id)).toEqual([]);
  keepObserved(store, 'production', history, now + 5 * MINUTE);
  expect(observedOf(store, id)).toHaveLength(2);
});

test('what is the same as before is not written again', () => {
  const { store } = temporary;
  begin();
  keepObserved(store, 'production', history, START + 5 * MINUTE);
  const changesBefore = store[SQL].prepare('SELECT total_changes() AS count').get()?.count;
  keepObserved(store, 'production', history, START + 10 * MINUTE);
  expect(store[SQL].prepare('SELECT total_changes() AS count').get()?.count).toBe(changesBefore);
});

test('so much is kept of one incident and no more, the first and the last', () => {
  const { store } = temporary;
  const id = begin();
  const many = Array.from({ length: 500 }, (_, n) => ({ ...change, id: `c${n}`, at: iso(n * 1_000) }));
  keepObserved(store, 'production', { ...forgotten, changes: many }, START + 20 * MINUTE);
  const ids = observedOf(store, id).map((line) => line.id);
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([400, 'change-c0', 'change-c499']);
});
