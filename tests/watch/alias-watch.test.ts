import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConfiguredCluster } from '../../lib/config.ts';
import type { AliasEvent } from '../../lib/contract/alias-page.ts';
import type { ClusterIndices, IndexSummary } from '../../lib/contract/indices.ts';
import { DEFAULT_LOSSES, type WatchSettings } from '../../lib/incidents/watch-settings.ts';
import type { OpenIncident } from '../../lib/incidents/step.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { saveClusterUuid } from '../../lib/jobs/store/cluster-uuids.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import type { SwitchPlan, SwitchResult } from '../../lib/kinds/switch/schema.ts';
import { countsOf } from '../../lib/live/alias-counts.ts';
import { aliasEventsBetween } from '../../lib/live/alias-events.ts';
import { snapshotOf } from '../../lib/live/changes.ts';
import type { WatchedHistory } from '../../lib/live/cluster-history.ts';
import { DocumentCounts } from '../../lib/live/document-counts.ts';
import { AliasWatch, type AliasLook } from '../../lib/watch/alias-watch.ts';
import { operator, switched, switchOf, switchPlan } from '../jobs/builders.ts';
import { anIndex } from '../support/an-index.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

const MINUTE = 60_000;
const settings: WatchSettings = { yellowForMs: 1, losses: DEFAULT_LOSSES, aliases: [] };
const owner = thisProcess('server');

let data: string;
let store: JobStore;
let start: number;
const at = (minute: number) => start + minute * MINUTE;
const iso = (minute: number) => new Date(at(minute)).toISOString();

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'alias-watch-'));
  store = JobStore.open(data);
  // Jobs of a test run in minute 10.
  start = Date.now() - 10 * MINUTE;
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

/** What a cluster's history has after these listings. */
class Watched {
  readonly counts = new DocumentCounts();
  readonly watch: AliasWatch;
  aliasEvents: AliasEvent[] = [];
  #last: ClusterIndices | null = null;
  #minute = 0;

  constructor(of: WatchSettings = settings, entry: Partial<ConfiguredCluster> = {}) {
    const cluster = configuredCluster(data, entry);
    const history = {
      countsOf: (alias: string) => this.counts.of(alias),
      lastCountOf: (alias: string) => this.counts.lastOf(alias),
    };
    const { counts } = this;
    Object.defineProperties(history, {
      countedAliases: { get: () => counts.aliases },
      aliasEvents: { get: () => this.aliasEvents },
    });
    this.watch = new AliasWatch(cluster, of, history as unknown as WatchedHistory);
  }

  list(minute: number, indices: IndexSummary[], onDotIndices: ClusterIndices['onDotIndices'] = []): void {
    const listing = { takenAt: iso(minute), indices, onDotIndices };
    this.counts.observe(countsOf(indices), at(minute));
    if (this.#last !== null) {
      const [before, now] = [snapshotOf(this.#last, null), snapshotOf(listing, null)];
      this.aliasEvents = [...aliasEventsBetween(before, now, () => null), ...this.aliasEvents];
    }
    this.#last = listing;
    this.#minute = minute;
  }

  look(over: Partial<AliasLook> = {}) {
    return this.watch.look({
      store,
      indices: this.#last!,
      open: [],
      closed: { losses: new Map(), moves: new Map() },
      began: { at: iso(this.#minute), after: iso(this.#minute - 1) },
      now: at(this.#minute),
      ...over,
    });
  }

  /** The kinds and subjects that are found. */
  found(over: Partial<AliasLook> = {}): string[] {
    return this.look(over).map(({ facts, subject }) => `${facts.kind} ${subject}`);
  }
}

const government = (index: string, documents: number | null = 10_000, over: Partial<IndexSummary> = {}) =>
  anIndex(index, { documents, ...over, aliases: [{ alias: 'government' }] });

/** A job that switches the alias in minute 10. */
function switchAlias(change: Partial<SwitchPlan> = {}, ends = true): void {
  const plan = switchPlan(change);
  const { job } = store.create({ cluster: 'production', actor: operator, work: switchOf(change) }, owner);
  store.begin(job.id, owner);
  if (ends) store.end(job.id, { status: 'succeeded', result: switched(plan) });
}

test('an alias that loses documents is found with its own time', () => {
  const watched = new Watched();
  watched.list(0, [government('government-1')]);
  expect(watched.look()).toEqual([]);
  watched.list(1, [government('government-1', 700)]);
  expect(watched.look()).toEqual([
    {
      subject: 'government',
      severity: 'critical',
      facts: { kind: 'documents-lost', before: 10_000, now: 700, lowest: 700, moved: false },
      began: { at: iso(1), after: iso(0) },
      holdMs: 120_000,
    },
  ]);
  watched.list(2, [government('government-1', 9_990)]);
  expect(watched.look()).toEqual([]);
});

test('an alias that is moved by another hand to fewer documents has moved and has lost them', () => {
  const watched = new Watched();
  watched.list(9, [government('government-1'), anIndex('government-2')]);
  watched.list(11, [anIndex('government-1'), government('government-2', 5)]);
  expect(watched.found()).toEqual(['documents-lost government', 'alias-moved government']);
});

test.each([
  ['ended', true],
  ['still runs', false],
])('a switch by a job of this Restore Desk that has %s, with an accepted loss, is neither', (_, ends) => {
  const watched = new Watched();
  watched.list(9, [government('government-1'), anIndex('government-2')]);
  watched.list(11, [anIndex('government-1'), government('government-2', 5)]);
  switchAlias({}, ends);
  expect(watched.found()).toEqual([]);
});

test('a switch that ended after the listing before had read the aliases, and before it was dated, is our own', () => {
  const watched = new Watched();
  watched.list(11.5, [government('government-1'), anIndex('government-2')]);
  watched.list(12, [anIndex('government-1'), government('government-2', 5)]);
  switchAlias();
  expect(watched.found()).toEqual([]);
});

test('a switch of long before a listing explains nothing that the next one shows', () => {
  const watched = new Watched();
  watched.list(13, [government('government-1'), anIndex('government-2')]);
  watched.list(14, [anIndex('government-1'), government('government-2', 5)]);
  switchAlias();
  expect(watched.found()).toEqual(['documents-lost government', 'alias-moved government']);
});

test('a job under another key of the same cluster explains its moves too', () => {
  const watched = new Watched(settings, { key: 'other' });
  watched.list(9, [government('government-1'), anIndex('government-2')]);
  watched.list(11, [anIndex('government-1'), government('government-2', 5)]);
  switchAlias();
  saveClusterUuid(store, { key: 'other', url: 'http://127.0.0.1:9', uuid: 'cluster-1' });
  expect(watched.found()).toEqual([]);
});

test('a job of another cluster explains nothing', () => {
  const watched = new Watched(settings, { key: 'other' });
  watched.list(9, [government('government-1'), anIndex('government-2')]);
  watched.list(11, [anIndex('government-1'), government('government-2', 5)]);
  switchAlias();
  saveClusterUuid(store, { key: 'other', url: 'http://127.0.0.1:9', uuid: 'cluster-2' });
  expect(watched.found()).toEqual(['documents-lost government', 'alias-moved government']);
});

test('a job that only runs at the time explains no move to another index', () => {
  const watched = new Watched();
  watched.list(9, [government('government-1'), anIndex('government-3')]);
  watched.list(11, [anIndex('government-1'), government('government-3', 10_000)]);
  switchAlias({}, false);
  expect(watched.found()).toEqual(['alias-moved government']);
});

test('a move that others make as planned is none, and its losses are still found', () => {
  const watched = new Watched({
    ...settings,
    aliases: [{ name: 'gov*', losses: DEFAULT_LOSSES, movesExpected: true }],
  });
  watched.list(9, [government('government-1'), anIndex('government-2')]);
  watched.list(11, [anIndex('government-1'), government('government-2', 5)]);
  expect(watched.found()).toEqual(['documents-lost government']);
});

test('what the configuration leaves out of an alias is not watched: neither found nor over', () => {
  const watched = new Watched({ ...settings, aliases: [{ name: 'gov*', losses: null, movesExpected: true }] });
  watched.list(9, [government('government-1'), anIndex('government-2')]);
  watched.list(11, [anIndex('government-1'), government('government-2', 5)]);
  expect(watched.found()).toEqual([]);
  for (const kind of ['documents-lost', 'alias-moved'] as const) {
    expect([watched.watch.watches(kind, 'government'), watched.watch.knows(kind, 'government')]).toEqual([
      false,
      false,
    ]);
    expect(watched.watch.watches(kind, 'detailed')).toBe(true);
  }
  expect(watched.watch.watches('alias-missing', 'government')).toBe(true);
});

test('an alias that no index has is missing, with what it had', () => {
  const watched = new Watched();
  watched.list(0, [government('government-1'), anIndex('detailed-1', { aliases: ['detailed'] })]);
  watched.list(1, [anIndex('government-1'), anIndex('detailed-1', { aliases: ['detailed'] })]);
  expect(watched.look()).toEqual([
    {
      subject: 'government',
      severity: 'critical',
      facts: { kind: 'alias-missing', indices: ['government-1'], documents: 10_000, nameIsIndex: false },
      began: { at: iso(1), after: iso(0) },
      holdMs: 60_000,
    },
  ]);
});

test('an index that got the name of a missing alias is said', () => {
  const watched = new Watched();
  watched.list(0, [government('government-1')]);
  watched.list(1, [anIndex('government', { documents: 1 })]);
  expect(watched.look()).toMatchObject([{ facts: { kind: 'alias-missing', nameIsIndex: true } }]);
});

test('an alias that only a dot-index has is not missing', () => {
  const watched = new Watched();
  watched.list(0, [government('government-1')]);
  watched.list(1, [anIndex('government-1')], [{ alias: 'government', index: '.hidden' }]);
  expect(watched.found()).toEqual([]);
});

test('an alias that a job removed is not missing, and what it had lost is over', () => {
  const watched = new Watched();
  watched.list(9, [government('government-2')]);
  watched.list(11, [anIndex('government-2')]);
  // It names the alias and this index, as the job that removes it does.
  switchAlias({}, false);
  expect(watched.found()).toEqual([]);
  expect(watched.watch.knows('documents-lost', 'government')).toBe(true);
});

test('an alias that a job removed is not missing once its event is forgotten', () => {
  const watched = new Watched();
  watched.list(9, [government('government-2'), anIndex('detailed-1', { aliases: ['detailed'] })]);
  watched.list(11, [anIndex('government-2'), anIndex('detailed-1')]);
  const result: SwitchResult = { ...switched(switchPlan()), after: [] };
  const { job } = store.create({ cluster: 'production', actor: operator, work: switchOf() }, owner);
  store.begin(job.id, owner);
  store.end(job.id, { status: 'succeeded', result });
  watched.aliasEvents = [];
  expect(watched.found()).toEqual(['alias-missing detailed']);
  expect(watched.watch.knows('documents-lost', 'government')).toBe(true);
});

test('a removal by a job is its own however late its event is dated', () => {
  const watched = new Watched();
  watched.list(9, [government('government-2')]);
  watched.list(11, [anIndex('government-2')]);
  switchAlias({}, false);
  watched.aliasEvents = watched.aliasEvents.map((event) => ({ ...event, at: iso(11.1) }));
  expect(watched.found()).toEqual([]);
});

test('a missing alias that is an incident stays one when its counts are forgotten', () => {
  const watched = new Watched();
  watched.list(0, [anIndex('government-1')]);
  const incident: OpenIncident = {
    id: '1',
    subject: 'government',
    severity: 'critical',
    facts: { kind: 'alias-missing', indices: ['government-1'], documents: 10_000, nameIsIndex: false },
    began: { at: iso(-3_000), after: iso(-3_001) },
    confirmed: true,
    seenMs: at(-1),
    goneSinceMs: null,
  };
  expect(watched.look({ open: [incident] })).toMatchObject([{ subject: 'government', facts: incident.facts }]);
  watched.list(1, [government('government-1')]);
  expect(watched.found({ open: [incident] })).toEqual([]);
});

test('whether a missing alias is over is unknown once its counts are forgotten', () => {
  const watched = new Watched();
  watched.list(0, [anIndex('government-1')]);
  watched.look();
  expect(watched.watch.knows('alias-missing', 'government')).toBe(false);
  watched.list(1, [government('government-1')]);
  watched.look();
  expect(watched.watch.knows('alias-missing', 'government')).toBe(true);
});

test('closed and red indices make an alias unsearchable, and their documents unknown and not lost', () => {
  const watched = new Watched();
  watched.list(0, [government('a'), government('b'), government('c')]);
  watched.list(1, [
    government('a'),
    government('b', null, { state: 'closed', health: null }),
    government('c', null, { health: 'red' }),
  ]);
  expect(watched.look()).toEqual([
    {
      subject: 'government',
      severity: 'critical',
      facts: { kind: 'alias-unsearchable', closed: 1, red: 1, of: 3, indices: ['b', 'c'] },
      began: { at: iso(1), after: iso(0) },
      holdMs: 60_000,
    },
  ]);
  expect(watched.watch.knows('documents-lost', 'government')).toBe(false);
});

test('a move that is an incident stays one when its event is forgotten, until the alias points back', () => {
  const watched = new Watched();
  watched.list(0, [anIndex('a'), government('b')]);
  const incident: OpenIncident = {
    id: '1',
    subject: 'government',
    severity: 'warning',
    facts: { kind: 'alias-moved', from: ['a'], to: ['b'], documents: { before: 10, after: 10 } },
    began: { at: iso(-3_000), after: iso(-3_001) },
    confirmed: true,
    seenMs: at(-1),
    goneSinceMs: null,
  };
  expect(watched.look({ open: [incident] })).toMatchObject([{ facts: incident.facts, began: incident.began }]);
  watched.list(1, [government('a'), anIndex('b')]);
  expect(watched.found({ open: [incident] })).toEqual([]);
});

test('an alias of more than ten indices points back when its event is forgotten, too', () => {
  const names = Array.from({ length: 12 }, (_, n) => `a-${n + 10}`);
  const moved = (to: readonly string[]) =>
    [...names, 'b'].map((name) => anIndex(name, { aliases: to.includes(name) ? ['government'] : [] }));
  const watched = new Watched();
  watched.list(0, moved(['b']));
  const incident: OpenIncident = {
    id: '1',
    subject: 'government',
    severity: 'warning',
    facts: { kind: 'alias-moved', from: names.slice(0, 10), to: ['b'], documents: { before: 10, after: 10 } },
    began: { at: iso(-3_000), after: iso(-3_001) },
    confirmed: true,
    seenMs: at(-1),
    goneSinceMs: null,
  };
  expect(watched.found({ open: [incident] })).toEqual(['alias-moved government']);
  watched.list(1, moved(names));
  expect(watched.found({ open: [incident] })).toEqual([]);
});

test('what a person closed in the future of a clock that was set back hides no later loss and no move', () => {
  const watched = new Watched();
  watched.list(0, [government('a'), anIndex('b')]);
  watched.list(1, [anIndex('a'), government('b', 5)]);
  const closed = (minute: number) => ({
    losses: new Map([['government', at(minute)]]),
    moves: new Map([['government', at(minute)]]),
  });
  expect(watched.found({ closed: closed(1) })).toEqual([]);
  expect(watched.found({ closed: closed(60) })).toEqual(['documents-lost government', 'alias-moved government']);
});

test('a move of more than a day ago is none', () => {
  const watched = new Watched();
  watched.list(0, [government('a'), anIndex('b')]);
  watched.list(1, [anIndex('a'), government('b')]);
  expect(watched.found({ now: at(24 * 60) })).toEqual(['alias-moved government']);
  expect(watched.found({ now: at(26 * 60) })).toEqual([]);
});

test('a move that a person closed is done: the next one counts from there', () => {
  const watched = new Watched();
  watched.list(0, [government('a'), anIndex('b'), anIndex('c')]);
  watched.list(1, [anIndex('a'), government('b'), anIndex('c')]);
  const closed = { losses: new Map(), moves: new Map([['government', at(2)]]) };
  expect(watched.found({ closed, now: at(2) })).toEqual([]);
  watched.list(3, [anIndex('a'), anIndex('b'), government('c')]);
  expect(watched.look({ closed })).toMatchObject([{ facts: { from: ['b'], to: ['c'] }, began: { at: iso(3) } }]);
});

test('20,000 indices with 5,000 aliases cost a look little, and only changed aliases are scanned', () => {
  const indices = (changed: number) =>
    Array.from({ length: 20_000 }, (_, n) =>
      anIndex(`index-${n}`, { documents: n === changed ? 10 : 10_000, aliases: [`alias-${n % 5_000}`] }),
    );
  const watched = new Watched({
    ...settings,
    aliases: Array.from({ length: 20 }, (_, n) => ({ name: `x${n}-*`, losses: null, movesExpected: false })),
  });
  watched.list(0, indices(-1));
  watched.look();
  watched.list(1, indices(7));
  let scanned = 0;
  const countsOfAlias = watched.counts.of.bind(watched.counts);
  watched.counts.of = (alias) => {
    scanned += 1;
    return countsOfAlias(alias);
  };
  // The answer itself is read once.
  expect(watched.found()).toEqual(['documents-lost alias-7']);
  expect(scanned).toBe(1);
  const started = performance.now();
  expect(watched.found()).toEqual(['documents-lost alias-7']);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(scanned).toBe(2);
});
