import { expect, test } from 'vitest';
import type { CountChange, Loss, LossMoment } from '../../lib/contract/overview.ts';
import { incidentText } from '../../lib/present/incident-text.ts';
import { incidentsOf, type Incident } from '../../lib/present/incidents.ts';
import { aLostRow, anAliasRow } from '../support/an-alias-row.ts';

const NOW = Date.parse('2026-11-28T07:21:00.000Z');
const iso = (clock: string) => `2026-11-28T${clock}:00.000Z`;

const textOf = (incident: Incident, changes: CountChange[] = []) => incidentText(incident, changes, NOW);
const lossText = (loss: Partial<Loss>, over = {}) =>
  textOf({ kind: 'loss', alias: 'government', row: aLostRow(loss, over) });

const exactly: LossMoment = {
  known: 'exactly',
  after: iso('06:46'),
  at: iso('06:47'),
  until: iso('06:47'),
  from: 8_940,
  to: 1_118,
  moved: false,
};

test('a loss that was observed: how much, since when, and that documents were deleted', () => {
  expect(lossText({ moment: exactly })).toEqual({
    tone: 'bad',
    statement: 'government lost 87 % of its documents',
    figure: { value: '1,118', of: 'of 8,940 documents' },
    since: 'Since 06:47 UTC, 34 min ago.',
    why: 'The alias still points to the same index, so documents were deleted from it.',
  });
});

test('a loss with the switch to another index names the switch', () => {
  expect(lossText({ moment: { ...exactly, moved: true }, backupOf: 'another index' }).why).toBe(
    'The alias was switched to another index then.',
  );
});

test.each<[Partial<Loss>, string]>([
  [
    { moment: { ...exactly, known: 'between', after: iso('02:10'), at: iso('05:12') } },
    'Some time between 02:10 UTC and 05:12 UTC: the cluster was not watched in between.',
  ],
  [
    { moment: { known: 'before', at: iso('05:12') } },
    'Some time between the backup of 28 Nov 03:00 and 05:12 UTC, when the history begins.',
  ],
  [
    { moment: { known: 'before', at: iso('05:12') }, backupOf: 'another index' },
    'Before 05:12 UTC, when the history begins.',
  ],
  [{}, 'When it happened is unknown: nothing was observed yet.'],
])('a moment that was not seen is said so: %#', (loss, since) => {
  expect(lossText(loss).since).toBe(since);
});

test.each<[Partial<Loss>, RegExp]>([
  [{ backupOf: 'this index' }, /still points to the index that was backed up, so documents were deleted from it/],
  [{ backupOf: 'another index', since: iso('06:30') }, /points to another index than the one .*, of 28 Nov 06:30\.$/],
  [{ backupOf: 'unknown' }, /is unknown: the backup does not name its index/],
])('without a history the backup says what happened: %#', (loss, why) => {
  expect(lossText(loss).why).toMatch(why);
});

test('an alias without documents lost all of them; of one with a filter its index’s documents are compared', () => {
  expect(lossText({ documents: 8_940, percent: 100 }, { documents: 0 }).statement).toBe(
    'government lost all of its documents',
  );
  expect(lossText({}, { documents: 12, documentsInIndices: 1_118 }).figure?.value).toBe('1,118');
});

test('a missing alias, and one whose name an index has taken', () => {
  const missing = {
    alias: 'detailed',
    nameIsIndex: false,
    backup: { id: 'b', takenAt: iso('03:00'), documents: 120, verified: null },
    index: null,
  };
  const gone: CountChange[] = [
    [0, 0, 120],
    [NOW / 1000 - 75, NOW / 1000 - 60, null],
  ];
  expect(textOf({ kind: 'missing', alias: 'detailed', missing }, gone)).toMatchObject({
    statement: 'The alias detailed is missing',
    figure: { value: '0', of: 'of 120 documents found by searches' },
    since: 'Since 07:20 UTC, 1 min ago.',
  });
  expect(textOf({ kind: 'missing', alias: 'detailed', missing: { ...missing, nameIsIndex: true } })).toMatchObject({
    statement: 'detailed is an index now, not an alias',
    figure: null,
    since: 'It was in use at its last good backup, 28 Nov 03:00.',
  });
});

test('an alias on closed and red indices', () => {
  const row = anAliasRow({ unsearchable: { red: 0, closed: 1 } });
  expect(textOf({ kind: 'unsearchable', alias: 'government', row }).statement).toBe(
    'The index of government is closed',
  );
  const several = anAliasRow({ unsearchable: { red: 1, closed: 1 }, moreTargets: 3 });
  expect(textOf({ kind: 'unsearchable', alias: 'government', row: several }).statement).toBe(
    '2 of 4 indices of government are red or closed',
  );
});

test('the incident by which searches miss the most documents is the first one', () => {
  const order = incidentsOf({
    aliases: [
      anAliasRow({ alias: 'shrunk', shrunk: { from: 100, to: 10, backup: 'b', takenAt: iso('03:00') } }),
      aLostRow({}, { alias: 'lost' }),
      anAliasRow({ alias: 'healthy' }),
      anAliasRow({ alias: 'closed', unsearchable: { red: 0, closed: 1 } }),
    ],
    missingAliases: [
      {
        alias: 'missing',
        nameIsIndex: false,
        backup: { id: 'b', takenAt: iso('03:00'), documents: 120, verified: null },
        index: null,
      },
    ],
  }).map(({ alias }) => alias);
  expect(order).toEqual(['closed', 'lost', 'missing', 'shrunk']);
});
