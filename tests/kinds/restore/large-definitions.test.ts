import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import { inThread } from '../../../lib/thread/run-in-thread.ts';
import { testSources } from '../../support/sources.ts';
import { aRun } from '../../support/a-run.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { placeOf } from '../../support/test-place.ts';
import { join } from 'node:path';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-large-definitions-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fields = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `a_field_with_a_name_${at}`,
      { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } },
    ]),
  );
const synonyms = Array.from({ length: 50_000 }, (_, at) => `word${at}, another word ${at}, one more ${at}`);
const deep = (levels: number): object =>
  levels === 0 ? { type: 'keyword' } : { properties: { level: deep(levels - 1) } };

/** The sizes of real definitions; docs/backup-file.md has the numbers. */
const LARGE: readonly (readonly [what: string, version: string, index: Parameters<typeof seedIndex>[2]])[] = [
  ['the 1,000 fields that are allowed by default', '8.19.9', { mappings: { properties: fields(500) } }],
  [
    '10,000 fields, each with a subfield',
    '8.19.9',
    { settings: { 'index.mapping.total_fields.limit': 30_000 }, mappings: { properties: fields(10_000) } },
  ],
  [
    'objects a hundred levels deep',
    '8.19.9',
    { settings: { 'index.mapping.depth.limit': 200 }, mappings: { properties: { level: deep(100) } } },
  ],
  [
    '10,000 fields and 50,000 synonyms',
    '6.8.23',
    {
      type: '_doc',
      settings: {
        'index.mapping.total_fields.limit': 30_000,
        analysis: {
          filter: { mine: { type: 'synonym', synonyms } },
          analyzer: { mine: { tokenizer: 'standard', filter: ['mine'] } },
        },
      },
      mappings: { properties: fields(10_000) },
    },
  ],
];

test.each(LARGE)(
  'an index with %s is backed up, shown, planned and restored',
  async (what, version, index) => {
    const url = await sharedServer(version);
    await emptyCluster(url);
    const cluster = connect({ url });
    await seedIndex(url, 'large', { ...index, documents: [{ id: '1', source: { a_field_with_a_name_1: 'x' } }] });
    const place = placeOf(cluster);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const plan = await planBackup(place, { indices: ['large'], source: folderSource(folder) }, aRun());
    const ref = (await runBackup(place, { kind: 'backup', plan }, aRun())).backups[0]!.backup;

    const source = testSources({ trusted: false }).of(folderSource(folder));
    delay.enable();
    expect((await source.describe(ref.id)).summary.condition).toEqual({ state: 'whole' });
    const definition = await source.definition(ref.id);
    const compared = await inThread('compareDefinitions', { backup: definition, live: definition });
    expect(compared.different).toEqual({ settings: 0, mappings: 0 });
    const restore = await planRestore(place, { backup: ref, switchAlias: false }, aRun());
    delay.disable();
    console.log(
      `${what}: ${definition.length} bytes, ${JSON.stringify(measured(JSON.parse(definition.toString())))}, longest block ${Math.round(delay.max / 1e6)} ms`,
    );
    const result = await runRestore(place, { kind: 'restore', plan: restore }, aRun());
    expect(result).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
    const mappings = await call<Record<string, { mappings: object }>>(url, 'GET', '/_mapping');
    expect(mappings[result.index]!.mappings).toEqual(mappings['large']!.mappings);
    await emptyCluster(url);
    await cluster.close();
    await rm(join(folder, ref.id));
  },
  300_000,
);

function measured(value: unknown): { depth: number; values: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, values: 1 };
  const inside = Object.values(value).map(measured);
  return {
    depth: 1 + inside.reduce((most, { depth }) => Math.max(most, depth), 0),
    values: 1 + inside.reduce((sum, { values }) => sum + values, 0),
  };
}
