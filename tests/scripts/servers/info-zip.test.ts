import { afterEach, expect, test, vi } from 'vitest';
import { findUnzip } from '../../../scripts/servers/info-zip.ts';
import { MissingRequirement } from '../../../scripts/servers/missing-requirement.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('unzip is found, or installed if this is allowed', () => {
  expect(findUnzip()).toMatch(/\/unzip$/);
});

test('a missing unzip is reported in one sentence that says what to install', () => {
  vi.stubEnv('PATH', '/nowhere');
  expect(findUnzip).toThrow(MissingRequirement);
  expect(findUnzip).toThrow(/^The tests need Info-ZIP’s unzip: install it .*apt-get install unzip.* PATH\.$/);
});
