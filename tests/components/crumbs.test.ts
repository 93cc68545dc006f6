import { describe, expect, it } from 'vitest';
import { crumbsOf } from '../../app/[cluster]/crumbs-of.ts';

const cluster = { name: 'search-production', href: '/production' };
const names = (pathname: string) => crumbsOf(pathname, cluster).map(({ name }) => name);

describe('crumbsOf', () => {
  it('names the page alone below the cluster', () => {
    expect(names('/production')).toEqual(['search-production', 'Overview']);
    expect(names('/production/backups')).toEqual(['search-production', 'Backups']);
  });

  it('leaves the cluster out where there are pages between', () => {
    expect(names('/production/indices/clean-up')).toEqual(['Indices', 'Clean up']);
    expect(names('/production/backups/new')).toEqual(['Backups', 'Back up']);
    expect(names('/production/jobs/0123456789abcdef')).toEqual(['Jobs', 'Job 01234567']);
    expect(names('/production/incidents/12')).toEqual(['Incidents', 'Incident 12']);
  });

  it('has the pages of one backup, not its folder, which has no page', () => {
    const crumbs = crumbsOf('/production/backups/government/a%20b.zip/restore/j1/result', cluster);
    expect(crumbs).toEqual([
      { name: 'Backups', href: '/production/backups' },
      { name: 'a b.zip', href: '/production/backups/government/a%20b.zip' },
      { name: 'Restore', href: '/production/backups/government/a%20b.zip/restore' },
      { name: 'Running', href: '/production/backups/government/a%20b.zip/restore/j1' },
      { name: 'Result', href: '/production/backups/government/a%20b.zip/restore/j1/result' },
    ]);
  });

  it('names a backup by alias and date', () => {
    expect(names('/production/backups/government/government-2024-11-28t03-00-00z.zip')).toEqual([
      'Backups',
      'government, 28 Nov 2024 03:00',
    ]);
    expect(names('/production/backups/government/government-2024-13-41t03-00-00z.zip')[1]).toBe(
      'government-2024-13-41t03-00-00z.zip',
    );
  });

  it('has the repository above a snapshot, below the backups', () => {
    const crumbs = crumbsOf('/production/snapshots/night%20ly/first/delete', cluster);
    expect(crumbs).toEqual([
      { name: 'Backups', href: '/production/backups' },
      { name: 'night ly', href: '/production/repositories?name=night%20ly' },
      { name: 'first', href: '/production/snapshots/night%20ly/first' },
      { name: 'Delete', href: '/production/snapshots/night%20ly/first/delete' },
    ]);
    expect(names('/production/snapshots/nightly/first/restore/delete')).toEqual([
      'Backups',
      'nightly',
      'first',
      'Restore',
    ]);
  });

  it('has an index below its alias, and any name below the indices', () => {
    const dated = 'government-2024-11-24t11-18-00z-b6b1de95-4c1d-983f-aeeb-05442e690af5';
    expect(crumbsOf(`/production/index/${dated}/close`, cluster)).toEqual([
      { name: 'Indices', href: '/production/indices' },
      { name: 'government', href: '/production/alias/government' },
      { name: '24 Nov 2024 11:18 · b6b1', href: `/production/index/${dated}` },
      { name: 'Close', href: `/production/index/${dated}/close` },
    ]);
    expect(names('/production/index/switch')).toEqual(['Indices', 'switch']);
    expect(names('/production/alias/a%2Bb%25/add')).toEqual(['Indices', 'a+b%', 'Add an index']);
  });

  it('does not fail on an address that is not encoded as it should be', () => {
    expect(names('/production/%E0%A4%A')).toEqual(['search-production', '%E0%A4%A']);
    expect(names('/production/constructor')).toEqual(['search-production', 'constructor']);
  });

  it('names a schedule, whatever it is called', () => {
    expect(names('/production/schedules')).toEqual(['search-production', 'Schedules']);
    expect(names('/production/schedules/new')).toEqual(['Schedules', 'New schedule']);
    expect(names('/production/schedules/jobs')).toEqual(['Schedules', 'jobs']);
    expect(names('/production/schedules/Every%20night/change')).toEqual(['Schedules', 'Every night', 'Change']);
  });
});
