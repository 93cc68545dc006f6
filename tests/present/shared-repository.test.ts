import { expect, test } from 'vitest';
import { placeOfRepository } from '../../lib/contract/repository.ts';
import { sharedRepository } from '../../lib/present/shared-repository.ts';

const at = (name: string, location: string, type = 'fs') => ({
  name,
  type,
  settings: [{ name: 'location', value: location }],
});

test('a repository of another cluster is found here by its type and location', () => {
  const here = [at('one', '/mnt/backups'), at('two', '/mnt/other'), at('three', '/mnt/backups', 'hdfs')];
  expect(sharedRepository(at('main', '/mnt/backups/'), here)).toEqual({
    location: '/mnt/backups/',
    type: 'fs',
    here: ['one'],
  });
  expect(sharedRepository(at('main', 'backups'), [at('one', 'backups')])).toEqual({
    location: null,
    type: 'fs',
    here: [],
  });
  expect(sharedRepository(null, here)).toEqual({ location: null, type: null, here: [] });
});

test('a password in the address of a repository is no part of its place', () => {
  const { settings } = at('main', '');
  const url = {
    type: 'url',
    settings: [...settings, { name: 'url', value: 'https://ada:secret@files.example/backups' }],
  };
  expect(placeOfRepository(url)).toBe('url https://files.example/backups');
});
