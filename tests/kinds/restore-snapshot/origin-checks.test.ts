import { describe, expect, test } from 'vitest';
import { originChecks } from '../../../lib/kinds/restore-snapshot/origin-checks.ts';
import type { RestoreSnapshotRequest } from '../../../lib/kinds/restore-snapshot/request.ts';

const snapshot = { name: 'nightly', repository: 'main', uuid: 'a', clusterUuid: null, place: 'fs /mnt/backups' };
const checksOf = (asked: Partial<RestoreSnapshotRequest>) =>
  originChecks({ repository: 'main', snapshot: 'nightly', index: 'works', ...asked }, snapshot, 'own');

describe('a snapshot of another cluster', () => {
  test('is the chosen one by its uuid, not by its name', () => {
    expect(checksOf({ from: 'staging', uuid: 'a' })).toMatchObject([{ id: 'chosen-snapshot', level: 'ok' }]);
    expect(checksOf({ from: 'staging', uuid: 'b' })).toMatchObject([{ id: 'chosen-snapshot', level: 'refuse' }]);
    expect(checksOf({ uuid: 'b' })).toMatchObject([{ level: 'refuse', title: expect.stringContaining('another') }]);
    expect(checksOf({ from: 'staging' })).toMatchObject([{ id: 'chosen-snapshot', level: 'refuse' }]);
    expect(checksOf({})).toEqual([]);
  });

  test('is looked for by the place of its repository', () => {
    const asked: unknown[] = [];
    checksOf({ originCheck: (...each) => (asked.push(each), null) });
    expect(asked).toEqual([[{ clusterUuid: null, source: null, repository: 'fs /mnt/backups', from: null }, 'own']]);
  });
});
