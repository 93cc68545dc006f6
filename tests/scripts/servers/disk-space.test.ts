import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { MissingRequirement } from '../../../scripts/servers/missing-requirement.ts';
import { assertDiskSpace } from '../../../scripts/servers/disk-space.ts';

test('too little disk space is reported in one sentence with both numbers', () => {
  expect(() => {
    assertDiskSpace(tmpdir(), 1);
  }).not.toThrow();
  const much = 1024 ** 6;
  expect(() => {
    assertDiskSpace(tmpdir(), much);
  }).toThrow(MissingRequirement);
  expect(() => {
    assertDiskSpace(tmpdir(), much);
  }).toThrow(/ has only \d+\.\d GB free, and Elasticsearch needs 1073741824 GB /);
});
