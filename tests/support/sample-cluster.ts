import { backUpAlias } from './back-up-alias.ts';
import { call, emptyCluster, seedIndex, type SeedDocument } from './elasticsearch.ts';

const DAY_MS = 86_400_000;

/** `government-2026-11-22t02-00-00z-…`: the name of a generation from `daysAgo`. */
export function generationName(alias: string, daysAgo: number, uuid = '11111111-2222-4333-8444-555555555555'): string {
  const day = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return `${alias}-${day}t02-00-00z-${uuid}`;
}

export function* createDocuments(count: number): Generator<SeedDocument> {
  for (let n = 0; n < count; n += 1)
    yield { id: `/${n}`, source: { title: `Document ${n}`, body: 'Some words to search for. '.repeat(8) } };
}

export interface SampleCluster {
  /** The live index, with 61 documents; the backup is of `previous`. */
  damaged: string;
  /** The previous generation, with 412 documents and without an alias. */
  previous: string;
  older: string;
  closed: string;
  /** The path of the backup of `government`, relative to the backup directory. */
  backup: string;
}

/** Empties the cluster and fills it with a small version of the sample data, in seconds instead of a minute. */
export async function fillSampleCluster(url: string, backupDirectory: string): Promise<SampleCluster> {
  await emptyCluster(url);
  const older = generationName('government', 9, 'b6b1de95-2222-4333-8444-555555555555');
  const previous = generationName('government', 1);
  const damaged = generationName('government', 0);
  const closed = generationName('detailed', 8);
  await seedIndex(url, older, { documents: createDocuments(300) });
  await seedIndex(url, previous, { documents: createDocuments(412), aliases: { government: {} } });
  await seedIndex(url, generationName('detailed', 2), { documents: createDocuments(120), aliases: { detailed: {} } });
  await seedIndex(url, closed, { documents: createDocuments(90) });
  await call(url, 'POST', `/${closed}/_close`);
  await seedIndex(url, generationName('page-traffic', 4), {
    documents: createDocuments(40),
    aliases: { 'page-traffic': {} },
  });
  await seedIndex(url, generationName('page-traffic', 1), {
    documents: createDocuments(41),
    aliases: { 'page-traffic': {} },
  });
  await seedIndex(url, 'scratch', { documents: createDocuments(3) });
  const backup = await backUpAlias(url, backupDirectory, 'government');
  await backUpAlias(url, backupDirectory, 'detailed');
  await seedIndex(url, damaged, { documents: createDocuments(61) });
  await moveAlias(url, 'government', previous, damaged);
  return { damaged, previous, older, closed, backup };
}

/** Moves an alias without the product, as another tool does. */
export async function moveAlias(url: string, alias: string, from: string, to: string): Promise<void> {
  await call(url, 'POST', '/_aliases', {
    actions: [{ remove: { index: from, alias } }, { add: { index: to, alias } }],
  });
}
