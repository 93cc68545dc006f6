import { expect, test } from 'vitest';
import { optionsFor, optionsOf, splitOf } from '../../components/palette/options-for.ts';
import { actionsOn, VERBS } from '../../components/palette/object-actions.ts';
import type { Target } from '../../components/palette/option.ts';
import type { Place } from '../../components/palette/use-place.ts';
import type { Found, FoundObject } from '../../lib/contract/find.ts';

const staging = { key: 'staging', name: 'search-staging', environment: 'staging', colour: 'pink' } as const;
const production = { key: 'one', name: 'search-one', environment: 'production', colour: 'teal' } as const;

const placeOf = (permitted: readonly string[] | 'all', own: string | null = 'one'): Place => ({
  own,
  clusters: [production, staging],
  approval: false,
  may: (cluster, permission, found) =>
    permission === null ||
    (cluster === own
      ? permitted === 'all' || permitted.includes(permission)
      : (found?.may.some((each) => each.clusters.includes(cluster) && each.permissions.includes(permission)) ?? false)),
});
const everything = placeOf('all');
const nothing = placeOf([]);

const alias = (name: string, cluster = 'one'): FoundObject => ({
  kind: 'alias',
  cluster,
  name,
  indices: 1,
  index: `${name}-1`,
  documents: 10,
});
const index = (name: string, aliases = 0): FoundObject => ({
  kind: 'index',
  cluster: 'one',
  name,
  state: 'open',
  documents: 10,
  aliases,
  group: null,
});
const found = (change: Partial<Found> = {}): Found => ({
  groups: [],
  elsewhere: { objects: [], more: 0 },
  actedOn: [],
  may: [],
  notes: [],
  reading: false,
  ...change,
});

const labels = (typed: string, place: Place, answer?: Found) =>
  optionsFor(typed, place, { found: answer, current: answer !== undefined }).flatMap(({ options }) =>
    options.map(({ label }) => label),
  );

test('nothing typed lists the pages first, then the actions that one may do', () => {
  const all = optionsFor('', everything, { found: undefined, current: false });
  expect(all.map(({ title }) => title)).toEqual(['Pages', 'Other clusters', 'Actions']);
  expect(labels('', nothing)).not.toContain('Back up');
  expect(labels('', everything)).toEqual(expect.arrayContaining(['Overview', 'Audit log', 'Help', 'New schedule']));
});

test('a page and an action are found by their names and by other words for them', () => {
  expect(labels('jobs', everything)[0]).toBe('Jobs');
  expect(labels('back up', everything)[0]).toBe('Back up');
  expect(labels('doctor', everything)).toContain('Installation check');
  expect(labels('doctor', nothing)).toEqual([]);
});

test('an action on another cluster needs a word for each, and the permission there', () => {
  const may = [{ clusters: ['staging'], permissions: ['back-up'] }];
  const onWall = placeOf([], null);
  expect(labels('back up staging', onWall, found({ may }))[0]).toBe('Back up on search-staging');
  expect(labels('back up staging', onWall, found())).not.toContain('Back up on search-staging');
  expect(labels('restore staging', onWall, found({ may }))).not.toContain('Restore a backup on search-staging');
});

test('a page of another cluster needs a word for each', () => {
  expect(labels('jobs staging', everything)).toEqual(['Jobs of search-staging']);
  expect(labels('staging', everything)).toEqual(['search-staging']);
});

test('"restore gov" asks for an action on "gov"', () => {
  expect(splitOf('restore gov')).toEqual({ verbs: ['restore'], object: 'gov' });
  expect(splitOf('gov back up')).toEqual({ verbs: ['back', 'up'], object: 'gov' });
  expect(splitOf('gov 2018')).toBeNull();
  expect(splitOf('restore')).toBeNull();
  // Its name is a verb too, or a word of it is.
  expect(splitOf('restore move')).toEqual({ verbs: ['restore'], object: 'move' });
  expect(splitOf('restore orders test')).toEqual({ verbs: ['restore'], object: 'orders test' });
  expect(splitOf('restore test orders')).toEqual({ verbs: ['restore'], object: 'test orders' });
  expect(splitOf('stock history restore')).toEqual({ verbs: ['restore'], object: 'stock history' });
});

test('an action on an object is offered only where one may do it', () => {
  const answer = found({ actedOn: [alias('government'), index('government-2018')] });
  expect(labels('restore gov', everything, answer)[0]).toBe('Restore government');
  expect(labels('delete gov', everything, answer)).toContain('Delete government-2018');
  expect(labels('delete gov', nothing, answer)).toEqual([]);
});

test('an action that an alias shares with its index is in the place of the alias', () => {
  const answer = found({
    actedOn: [
      alias('government'),
      alias('govuk'),
      { ...index('government-2018', 1), group: 'government' } as FoundObject,
    ],
  });
  expect(labels('restore gov', everything, answer)).toEqual(['Restore government', 'Restore govuk']);
});

test('an action on a whole name is before a job with the same title', () => {
  const job: FoundObject = {
    kind: 'job',
    cluster: 'one',
    id: '17',
    name: 'Back up government',
    status: 'succeeded',
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  const answer = found({ groups: [{ kind: 'job', objects: [job], more: 0 }], actedOn: [alias('government')] });
  const [first] = optionsFor('back up government', everything, { found: answer, current: true });
  expect(first).toMatchObject({ title: 'Actions', options: [{ label: 'Back up government' }] });
});

test('a missing alias can be opened, restored and given an index', () => {
  const answer = found({ actedOn: [{ ...alias('products'), indices: 0, index: null } as FoundObject] });
  expect(labels('restore products', everything, answer)).toEqual(['Restore products']);
  expect(labels('back up products', everything, answer)).toEqual([]);
  expect(labels('add products', everything, answer)).toEqual(['Add an index to products']);
});

test('copying is found where there is another cluster', () => {
  expect(labels('copy', everything)[0]).toBe('Copy from another cluster');
  expect(labels('copy', { ...everything, clusters: [production] })).toEqual([]);
  const backup: FoundObject = {
    kind: 'backup',
    cluster: 'one',
    id: 'gov/gov.zip',
    name: 'gov.zip',
    takenAt: null,
    documents: null,
    readable: true,
  };
  expect(labels('copy gov', everything, found({ actedOn: [backup] }))).toEqual(['Copy gov.zip to another cluster']);
});

test('an index with an alias can’t be deleted', () => {
  const answer = found({ actedOn: [index('government-2018', 1)] });
  expect(labels('delete gov', everything, answer)).toEqual([]);
});

test('on another cluster the permissions there count', () => {
  const answer = found({ actedOn: [alias('government', 'staging')] });
  expect(labels('restore gov', everything, answer)).toEqual([]);
  const may = [{ clusters: ['staging'], permissions: ['restore'] }];
  expect(labels('restore gov', nothing, { ...answer, may })).toEqual(['Restore government']);
});

test('what is of other clusters is after all of this one', () => {
  const answer = found({
    groups: [{ kind: 'alias', objects: [alias('old-gov')], more: 0 }],
    elsewhere: { objects: [alias('gov', 'staging')], more: 0 },
  });
  const groups = optionsFor('gov', everything, { found: answer, current: true });
  expect(groups.map(({ title }) => title)).toEqual(['Aliases', 'On other clusters']);
  expect(groups[1]!.options[0]).toMatchObject({ label: 'gov', on: staging, href: '/staging/alias/gov' });
});

test('of an earlier answer only what still matches is listed, and none of its totals', () => {
  const answer = found({ groups: [{ kind: 'alias', objects: [alias('government'), alias('gov-old')], more: 5 }] });
  const groups = optionsFor('gover', everything, { found: answer, current: false });
  expect(groups).toMatchObject([{ title: 'Aliases', options: [{ label: 'government' }] }]);
});

test('more than are listed: the list with the same filter', () => {
  const answer = found({ groups: [{ kind: 'index', objects: [index('gov-1')], more: 1_234 }] });
  const [group] = optionsFor('gov', everything, { found: answer, current: true });
  expect(group!.title).toBe('Indices, 1 of 1,235');
  expect(group!.options.at(-1)).toMatchObject({ label: '1,234 more: open the list', href: '/one/indices?filter=gov' });
});

test('every option has an id of its own, also where names are equal', () => {
  const answer = found({
    groups: [
      { kind: 'alias', objects: [alias('jobs')], more: 0 },
      { kind: 'index', objects: [index('jobs')], more: 0 },
    ],
    elsewhere: { objects: [alias('jobs', 'staging')], more: 0 },
  });
  const ids = optionsFor('jobs', everything, { found: answer, current: true }).flatMap(({ options }) =>
    options.map(({ id }) => id),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(4);
});

const at = '2026-01-01T00:00:00.000Z';
const TARGETS: Target[] = [
  { kind: 'cluster', cluster: 'one', name: 'search-one' },
  alias('government'),
  index('government-1'),
  { ...index('government-2'), state: 'closed' } as FoundObject,
  { kind: 'backup', cluster: 'one', id: 'gov/gov.zip', name: 'gov.zip', takenAt: at, documents: 1, readable: true },
  { kind: 'snapshot', cluster: 'one', repository: 'r', name: 's', takenAt: null, state: 'SUCCESS', indices: 2 },
  { kind: 'job', cluster: 'one', id: '17', name: 'Back up gov', status: 'succeeded', createdAt: at },
  { kind: 'incident', cluster: 'one', id: '3', name: 'gov lost documents', open: true, since: 'since 03:00 UTC' },
  { kind: 'schedule', cluster: 'one', name: 'nightly', paused: false },
  { kind: 'repository', cluster: 'one', name: 'r', type: 'fs' },
];

test.each(TARGETS)('every verb of the actions on a $kind is known', (target) => {
  const verbs = target.kind === 'cluster' ? [] : actionsOn(target).flatMap((action) => action.verbs.split(' '));
  expect(verbs.filter((verb) => !VERBS.flat().includes(verb))).toEqual([]);
  expect(actionsOn(target)[0]!.needs, 'the first one opens its page').toBeNull();
});

test('its own actions can be searched', () => {
  const titles = (typed: string) => optionsOf(alias('government'), typed, everything, undefined)[0]?.options[0]?.label;
  expect(titles('')).toBe('Open government');
  expect(titles('look')).toBe('Look up documents of government');
  expect(titles('xyz')).toBeUndefined();
});
