import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refOfFile } from '../../../lib/contract/backup-ref.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import { aRun } from '../../support/a-run.ts';
import { emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { zipWith } from '../../support/hostile-zips.ts';
import { placeOf } from '../../support/test-place.ts';

const script = { lang: 'painless', source: 'emit(1)' };
const DEFINITION = {
  settings: { number_of_shards: '1', number_of_replicas: '0' },
  mappings: {
    runtime: { day: { type: 'long', script }, plain: { type: 'keyword' } },
    dynamic_templates: [{ made: { match_mapping_type: 'string', runtime: { type: 'keyword' } } }],
    properties: { a: { type: 'long' }, o: { dynamic: 'runtime', properties: {} }, counted: { type: 'long', script } },
  },
};

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-scripts-'));
  file = join(folder, 'scripted.zip');
  await writeFile(file, zipWith({ 'index.json': JSON.stringify(DEFINITION) }));
});
afterAll(() => rm(folder, { recursive: true }));

async function onServer(version: string) {
  const url = await sharedServer(version);
  await emptyCluster(url);
  const cluster = connect({ url });
  const place = placeOf(cluster);
  const plan = (mappings?: Record<string, unknown>) =>
    planRestore(place, { backup: refOfFile(file), switchAlias: false, mappings }, aRun());
  const restore = async (mappings?: Record<string, unknown>) =>
    runRestore(place, { kind: 'restore', plan: await plan(mappings) }, aRun());
  return { cluster, plan, restore };
}

test('fields with scripts are left out for a server that has none, and the plan says so', async () => {
  const { cluster, plan, restore } = await onServer('6.8.23');
  const paths = (await plan()).mappings.changes.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['runtime', 'dynamic_templates.made', 'o', 'counted']));
  expect(await restore()).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
  await cluster.close();
});

test('where a server lacks the script language, the refusal names it and what to leave out', async () => {
  // The test distribution of 8.19 has no Painless.
  const { cluster, restore } = await onServer('8.19.9');
  expect(await failureOf(restore())).toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/no script language painless/) as string,
    hint: expect.stringMatching(/"runtime": null/) as string,
  });
  const without = { runtime: null, properties: { counted: null } };
  expect(await restore(without)).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
  await cluster.close();
});
