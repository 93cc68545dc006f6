import { expect, test } from 'vitest';
import { compareEnvironments, environmentKind } from '../lib/environment-rank.ts';

test.each([
  ['production', 'production'],
  ['Prod-EU 2', 'production'],
  ['live', 'production'],
  ['pre-production', 'staging'],
  ['preprod', 'staging'],
  ['staging', 'staging'],
  ['UAT', 'staging'],
  ['acceptance', 'staging'],
  ['integration', 'integration'],
  ['qa2', 'integration'],
  ['ci', 'integration'],
  ['dev', 'development'],
  ['sandbox', 'development'],
  ['non-production', null],
  ['production test', null],
  ['blue', null],
  ['city', null],
  ['Press production', 'production'],
  ['International', null],
  ['Internal', null],
  ['Premium', null],
  ['Device lab', null],
  ['pre prod', 'staging'],
  ['Pre-live', 'staging'],
  ['pre-prd', 'staging'],
  ['Pré-production', 'staging'],
  ['prod-like', null],
  ['Production clone', null],
  ['Copy of production', null],
  ['sub-prod', null],
  ['post-production', null],
  ['', null],
])('%s is %s', (environment, kind) => {
  expect(environmentKind(environment)).toBe(kind);
});

test('an unknown environment is neither higher nor lower', () => {
  expect(compareEnvironments('staging', 'production')).toBeLessThan(0);
  expect(compareEnvironments('production', 'dev')).toBeGreaterThan(0);
  expect(compareEnvironments('staging', 'uat')).toBe(0);
  expect(compareEnvironments('blue', 'production')).toBeNull();
});
