import { expect, test } from 'vitest';
import type { Repository } from '../../lib/contract/repository.ts';
import { passedChecks } from '../../lib/snapshots/passed-checks.ts';
import { isSecretSetting } from '../../lib/contract/repository.ts';
import { repositoryChecks } from '../../lib/snapshots/repository-checks.ts';

const node = { name: 'one', modules: ['repository-s3'], folders: ['/mnt/snapshots'], allowedUrls: [] };
const identity = { name: 'search', uuid: 'u', distribution: 'elasticsearch', version: '8.19.9' } as const;
const fs = (location: string, more: Record<string, string> = {}): Repository => ({
  name: 'nightly',
  type: 'fs',
  settings: Object.entries({ location, ...more }).map(([name, value]) => ({ name, value })),
});
const state = { identity, nodes: [node], repositories: [], others: [] };
const checks = (wanted: Repository, change: Partial<Parameters<typeof repositoryChecks>[1]> = {}) =>
  repositoryChecks(wanted, { ...state, ...change }).map(({ id, level }) => `${level} ${id}`);

test('a folder below path.repo is in order, and one beside it or above it is refused', () => {
  expect(checks(fs('/mnt/snapshots/nightly'))).toEqual([]);
  expect(checks(fs('/mnt/snapshots-2'))).toEqual(['refuse location']);
  expect(checks(fs('/mnt/snapshots/../other'))).toEqual(['refuse location']);
});

test('a second writer is a warning, here or on another cluster, but not for a read-only repository', () => {
  const other = { ...fs('/mnt/snapshots/nightly/'), name: 'copy' };
  const wanted = fs('/mnt/snapshots/nightly');
  expect(checks(wanted, { repositories: [other] })).toEqual(['warn two-writers']);
  expect(checks(wanted, { others: [{ cluster: 'staging', repository: other }] })).toEqual(['warn two-writers']);
  expect(checks(fs('/mnt/snapshots/nightly', { readonly: 'true' }), { repositories: [other] })).toEqual([]);
});

test('keys in the settings are refused, and a client’s name is none', () => {
  expect(checks(fs('/mnt/snapshots/a', { secret_key: 'x' }))).toContain('refuse secret');
  expect(['access_key', 'sas_token', 'client', 'base_path'].map(isSecretSetting)).toEqual([true, true, false, false]);
});

test('what was checked and is in order is listed, and what has a problem is not', () => {
  const passed = (wanted: Repository) => passedChecks(wanted, repositoryChecks(wanted, state), 1).map(({ id }) => id);
  expect(passed(fs('/mnt/snapshots/a'))).toEqual(['type', 'settings', 'location', 'two-writers']);
  expect(passed(fs('/elsewhere'))).toEqual(['type', 'settings', 'two-writers']);
  expect(passed(fs('/mnt/snapshots/a', { readonly: 'true' }))).toEqual(['type', 'settings', 'location']);
});
