import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCommandContext } from '../../lib/cli/command-context.ts';
import { parseArguments } from '../../lib/cli/parse-arguments.ts';
import { scheduleCluster } from '../../lib/cli/schedule-cluster.ts';
import { Terminal } from '../../lib/cli/terminal.ts';
import { VERBS } from '../../lib/cli/verbs.ts';
import { withStore } from '../../lib/jobs/run-in-terminal.ts';
import { saveClusterUuid } from '../../lib/jobs/store/cluster-uuids.ts';

/** Nothing answers there. */
const ADDRESS = 'http://127.0.0.1:9';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'schedules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const data = () => join(folder, 'data');
function configure(readOnly = false): Record<string, string> {
  const file = join(folder, 'a.yaml');
  writeFileSync(
    file,
    `data: ${data()}\nclusters:\n  one:\n    url: ${ADDRESS}\n    backups: backups\n    readOnly: ${readOnly}\n` +
      `  two:\n    url: ${ADDRESS}2\n    backups: others\n`,
  );
  return { RESTORE_DESK_CONFIG: file };
}

async function clusterOf(address: string, environment: Record<string, string>) {
  const context = openCommandContext(
    parseArguments(VERBS['schedule list'], [address]),
    new Terminal(new PassThrough()),
    new AbortController().signal,
    { RESTORE_DESK_DATA: data(), ...environment } as unknown as NodeJS.ProcessEnv,
  );
  try {
    return await scheduleCluster(context);
  } finally {
    await context.close();
  }
}

const answered = (key: string, url: string) =>
  withStore(data(), (store) => saveClusterUuid(store, { key, url, uuid: 'a-uuid' }));

test('schedules belong to the entry of the configuration with the address or the key', async () => {
  const found = { key: 'one', entry: { key: 'one' }, readOnly: false, warning: null, dataDirectory: data() };
  expect(await clusterOf(`${ADDRESS}/`, configure())).toMatchObject(found);
  expect(await clusterOf('one', configure())).toMatchObject(found);
  expect(await clusterOf(ADDRESS, configure(true))).toMatchObject({ ...found, readOnly: true });
});

test('a cluster is read-only where another entry of it is', async () => {
  const environment = configure(true);
  answered('one', ADDRESS);
  answered('two', `${ADDRESS}2`);
  expect(await clusterOf('two', environment)).toMatchObject({ key: 'two', readOnly: true });
});

test('without a file they belong to the dashboard of ELASTICSEARCH_URL, with credentials or a slash', async () => {
  const environment = { ELASTICSEARCH_URL: 'http://u:p@127.0.0.1:9/', RESTORE_DESK_CLUSTER: 'search' };
  expect(await clusterOf(ADDRESS, environment)).toMatchObject({ key: 'search', warning: null });
  expect(await clusterOf(ADDRESS, { ELASTICSEARCH_URL: ADDRESS })).toMatchObject({
    key: 'elasticsearch',
    warning: null,
  });
});

test('without any configuration they belong to the dashboard that knew the address', async () => {
  answered('search', ADDRESS);
  expect(await clusterOf(ADDRESS, {})).toMatchObject({ key: 'search', warning: null });
});

test('without any dashboard they belong to one that is started for the address, with a warning', async () => {
  expect(await clusterOf(ADDRESS, {})).toMatchObject({
    key: 'elasticsearch',
    warning: expect.stringContaining(`ELASTICSEARCH_URL=${ADDRESS} `),
  });
});

test('those of an address that no entry has belong to no other cluster, with a warning', async () => {
  const other = 'http://127.0.0.1:8';
  const key = '127-0-0-1-8';
  expect(await clusterOf(other, configure())).toMatchObject({
    key,
    entry: null,
    warning: expect.stringMatching(/a\.yaml does not name the cluster at http:\/\/127\.0\.0\.1:8:/),
  });
  expect(await clusterOf(other, { ELASTICSEARCH_URL: ADDRESS })).toMatchObject({
    key,
    warning: expect.stringContaining('ELASTICSEARCH_URL does not name'),
  });
  answered('elasticsearch', ADDRESS);
  expect(await clusterOf(other, {})).toMatchObject({ key, warning: expect.stringContaining(`is for ${ADDRESS}:`) });
});
