import { describe, expect, test } from 'vitest';
import { drillIndexName } from '../../lib/contract/drill-index.ts';
import { loadingAliasOf } from '../../lib/contract/loading-alias.ts';
import { scheduleSelection } from '../../lib/contract/schedule.ts';
import { covers, resolveSelection } from '../../lib/scheduling/covers.ts';
import { anIndex } from '../support/an-index.ts';

const what = (selection: object) => scheduleSelection.parse(selection);
const DRILL = drillIndexName('0123456789ab');
const LOADING = loadingAliasOf('key');
const cluster = {
  takenAt: '2026-11-13T08:00:00Z',
  indices: [
    anIndex('orders-1', { aliases: ['orders', 'all-of-it'] }),
    anIndex('orders-2', { aliases: ['orders'] }),
    anIndex('orders-3', { aliases: [LOADING], loading: true }),
    anIndex('logs-1'),
    anIndex('.security-7', { aliases: ['security'] }),
    anIndex(DRILL, { aliases: ['drilled'] }),
  ],
};

describe('what a schedule selects', () => {
  test('is every alias, without those of the cluster itself, of drills and of restores', () => {
    expect(resolveSelection(what({ all: true }), cluster)).toEqual({
      aliases: ['all-of-it', 'orders'],
      indices: [],
      missing: [],
      unmatched: [],
    });
  });

  test('is named aliases and indices; those that don’t exist are missing', () => {
    const named = what({ aliases: ['orders', 'gone', 'security', LOADING], indices: ['logs-1', 'logs-2', DRILL] });
    expect(resolveSelection(named, cluster)).toEqual({
      aliases: ['orders'],
      indices: ['logs-1'],
      missing: ['gone', 'security', LOADING, 'logs-2', DRILL],
      unmatched: [],
    });
  });

  test('is what patterns match, without what a restore is filling; a pattern may match nothing', () => {
    expect(resolveSelection(what({ indices: ['orders-*', '*-1', 'none-*', '.sec*'] }), cluster)).toEqual({
      aliases: [],
      indices: ['logs-1', 'orders-1', 'orders-2'],
      missing: [],
      unmatched: ['none-*', '.sec*'],
    });
    expect(resolveSelection(what({ indices: ['*'] }), cluster).indices).toEqual(['logs-1', 'orders-1', 'orders-2']);
    expect(resolveSelection(what({ indices: ['orders-3'] }), cluster).indices).toEqual(['orders-3']);
  });
});

describe('an alias', () => {
  const orders = { alias: 'orders', indices: ['orders-1', 'orders-2'] };

  test('is covered by all, by its name, and by patterns that match each of its indices', () => {
    expect(covers(what({ all: true }), orders)).toBe(true);
    expect(covers(what({ aliases: ['orders'] }), orders)).toBe(true);
    expect(covers(what({ indices: ['orders-*'] }), orders)).toBe(true);
    expect(covers(what({ indices: ['orders-1', '*-2'] }), orders)).toBe(true);
    expect(covers(what({ indices: ['orders-1'] }), orders)).toBe(false);
    expect(covers(what({ aliases: ['order'] }), orders)).toBe(false);
    expect(covers(what({ indices: ['*'] }), { alias: 'empty', indices: [] })).toBe(false);
  });

  test('of the cluster itself, of a drill or of a restore is never covered', () => {
    for (const alias of [
      { alias: LOADING, indices: ['orders-3'] },
      { alias: 'security', indices: ['.security-7'] },
      { alias: 'drilled', indices: [DRILL] },
    ]) {
      expect(covers(what({ all: true }), alias)).toBe(false);
      expect(covers(what({ indices: ['*'] }), alias)).toBe(false);
    }
  });
});
