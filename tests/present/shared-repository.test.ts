import { expect, test } from 'vitest';
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
