import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { missingConfiguration } from '../../lib/config/load.ts';
import { configurationPath } from '../../lib/places.mjs';
import { environment } from './configuration-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'missing-configuration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('there is no configuration without a file and without ELASTICSEARCH_URL', () => {
  expect(missingConfiguration(environment(), folder)).toBe(join(folder, 'restore-desk.yaml'));
  expect(missingConfiguration(environment({ RESTORE_DESK_CONFIG: '', ELASTICSEARCH_URL: '' }), folder)).toBe(
    join(folder, 'restore-desk.yaml'),
  );
  expect(missingConfiguration(environment({ RESTORE_DESK_CONFIG: 'etc/desk.yaml' }), folder)).toBe(
    join(folder, 'etc/desk.yaml'),
  );
});

test('a wrong file is a configuration, and so is one that can’t be looked at', () => {
  writeFileSync(join(folder, 'restore-desk.yaml'), 'clusters: [');
  expect(missingConfiguration(environment(), folder)).toBeNull();
  expect(
    missingConfiguration(environment({ RESTORE_DESK_CONFIG: join(folder, 'restore-desk.yaml/x') }), '/'),
  ).toBeNull();
  expect(missingConfiguration(environment({ ELASTICSEARCH_URL: 'not an address' }), '/')).toBeNull();
});

test('the path of the file is the one that is loaded', () => {
  expect(configurationPath(environment(), '/work')).toBe('/work/restore-desk.yaml');
  expect(configurationPath(environment({ RESTORE_DESK_CONFIG: '/etc/desk.yaml' }), '/work')).toBe('/etc/desk.yaml');
});
