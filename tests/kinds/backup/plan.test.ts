import { expect, test } from 'vitest';
import { loadingAliasOf } from '../../../lib/contract/loading-alias.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';

const A = 'government-2018-01-08t03-00-00z-aaaa';
const B = 'page-traffic-2018-01-08t03-00-00z-bbbb';
const server = setUpServer();

test('a plan warns of an index that a restore did not finish filling', async () => {
  await server.seed(A, 3, { aliases: { [loadingAliasOf('aaaa')]: {} } });
  expect((await server.planBackup({ indices: [A] })).indices[0]!.warnings.join()).toMatch(/did not finish/);
});

test('a plan without any index that can be backed up is refused', async () => {
  await server.seed(B, 3, { aliases: { 'page-traffic': {} } });
  await call(server.url, 'POST', `/${B}/_close`);
  expect((await server.planBackup({ indices: [B] })).checks.map(({ level }) => level)).toContain('refuse');
});

test('a plan that confuses an alias with an index is refused with the right option', async () => {
  await server.seed(A, 1, { aliases: { government: {} } });
  expect((await failureOf(server.planBackup({ indices: ['government'] }))).hint).toMatch(/--alias/);
  expect((await failureOf(server.planBackup({ aliases: [A] }))).hint).toMatch(/--index/);
  expect((await failureOf(server.planBackup({ indices: ['nothing'] }))).code).toBe('not_found');
});

test('a plan warns of sources that are not the whole document', async () => {
  await server.seed(A, 1, { mappings: { _source: { excludes: ['secret'] } } });
  const plan = await server.planBackup({ indices: [A] });
  expect(plan.indices[0]!.warnings[0]).toMatch(/leaves parts of the source out/);
});
