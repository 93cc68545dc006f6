import { expect, test } from 'vitest';
import { backupUri } from '../../../lib/contract/backup-ref.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { pinBackup, pinnedBackups, unpinBackup } from '../../../lib/jobs/store/pinned-backups.ts';
import type { DeleteBackupWork } from '../../../lib/kinds/delete-backup/schema.ts';
import { backupReadLock } from '../../../lib/kinds/locks.ts';
import type { VerifyWork } from '../../../lib/kinds/verify/schema.ts';
import { useStore } from './temporary-store.ts';

const backup = { source: 'folder:/b', id: 'government/1.zip' };
const key = backupUri(backup);
const lock = backupReadLock(backup);
const pin = { by: 'ann', reason: 'before the migration', at: '2026-11-30T03:00:00.000Z' };
const actor = { name: 'local', role: 'admin', address: null } as const;
const deletion: DeleteBackupWork = { kind: 'delete-backup', backups: [{ backup, fileBytes: 1 }] };
const verification: VerifyWork = { kind: 'verify', backups: [backup] };

const opened = useStore();
const create = (work: DeleteBackupWork | VerifyWork) =>
  opened.store.create({ cluster: 'search', actor, work }, thisProcess('server')).job;

test('a pinned backup is kept by name until it is unpinned', () => {
  const { store } = opened;
  pinBackup(store, key, lock, pin);
  pinBackup(store, key, lock, { ...pin, reason: 'another' });
  expect([...pinnedBackups(store)]).toEqual([[key, { ...pin, reason: 'another' }]]);
  expect(unpinBackup(store, key)).toBe(true);
  expect(unpinBackup(store, key)).toBe(false);
  expect(pinnedBackups(store).size).toBe(0);
});

test('no job that deletes a pinned backup starts, and it leaves no lock; one that reads it does', () => {
  const { store } = opened;
  pinBackup(store, key, lock, pin);
  expect(() => create(deletion)).toThrow(
    expect.objectContaining({
      code: 'refused',
      message: 'government/1.zip is not deleted. Pinned by ann: before the migration.',
      hint: 'Unpin it first.',
    }),
  );
  expect(store.list({})).toEqual([]);
  create(verification);
  unpinBackup(store, key);
  expect(() => create(deletion)).toThrow(expect.objectContaining({ code: 'busy' }));
});

test('a backup is not pinned while a job deletes it; while one reads it, it is', () => {
  const { store } = opened;
  create(verification);
  pinBackup(store, key, lock, pin);
  unpinBackup(store, key);
  const [read] = store.list({});
  store.end(read!.id, { status: 'cancelled', resumable: false });
  const { id } = create(deletion);
  expect(() => pinBackup(store, key, lock, pin)).toThrow(
    expect.objectContaining({ code: 'busy', details: expect.objectContaining({ owner: id }) }),
  );
  expect(pinnedBackups(store).size).toBe(0);
});
