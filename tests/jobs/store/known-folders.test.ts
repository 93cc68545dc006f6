import { expect, test } from 'vitest';
import { SQL } from '../../../lib/jobs/store/database.ts';
import {
  forgetDeletedBackup,
  forgetLostFolders,
  knownFolders,
  saveKnownFolders,
} from '../../../lib/jobs/store/known-folders.ts';
import { useStore } from './temporary-store.ts';

const current = useStore();
const source = 'folder:/b';
const folder = (name: string, ids: string[], lost = false) => ({
  folder: name,
  ids,
  listedAt: '2026-11-28T03:00:00.000Z',
  lost,
});

test('folders are known per source, and lost ones can be forgotten', () => {
  const { store } = current;
  saveKnownFolders(store, source, [folder('a', ['a/1.zip', 'a/2.zip'], true), folder('b', ['b/1.zip'])]);
  saveKnownFolders(store, 'folder:/other', [folder('a', ['a/1.zip'], true)]);
  expect(knownFolders(store, source)).toHaveLength(2);
  expect(() => forgetLostFolders(store, source, 3)).toThrow('2 backups are missing now, not 3.');
  expect(forgetLostFolders(store, source, 2)).toBe(2);
  expect(knownFolders(store, source)).toEqual([folder('b', ['b/1.zip'])]);
  expect(knownFolders(store, 'folder:/other')).toHaveLength(1);
});

test('a backup that a job deleted is no longer expected, and the last one of a folder is no loss', () => {
  const { store } = current;
  saveKnownFolders(store, source, [folder('a', ['a/1.zip', 'a/2.zip'])]);
  forgetDeletedBackup(store[SQL], { source, id: 'a/1.zip' });
  expect(knownFolders(store, source)).toEqual([folder('a', ['a/2.zip'])]);
  forgetDeletedBackup(store[SQL], { source, id: 'a/2.zip' });
  forgetDeletedBackup(store[SQL], { source, id: 'other.zip' });
  expect(knownFolders(store, source)).toEqual([]);
});
