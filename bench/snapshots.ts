/**
 * `npm run bench:snapshots [-- --documents 300000 --rounds 5 --version 8.19.9]`: taking a snapshot, taking the next one and
 * restoring it through Restore Desk, beside the one request of the plain API, in turn on one real server. Prints Markdown.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FLAGS } from '../bin/flags.mjs';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { startServer } from '../scripts/servers/start-server.ts';
import { measure, median, type Measurement } from './measure.ts';
import { seedDocuments } from './seed-documents.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '5' },
    version: { type: 'string', default: '8.19.9' },
  },
});
const documents = Number(values.documents);
const INDEX = 'bench-documents';
const taskFile = fileURLToPath(new URL('./snapshot-task.ts', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'restore-desk-snapshots-'));
await chmod(folder, 0o777);
const server = await startServer({ version: values.version, heapMb: 1024, repo: folder });
const cluster = connect({ url: server.url });

const send = (method: 'DELETE' | 'POST' | 'PUT', path: string, more: object = {}) =>
  cluster.request({ method, path, shape: anything, timeoutMs: 600_000, ...more });

const STEPS = ['take', 'take again', 'restore'] as const;
const WAYS = ['plain', 'Restore Desk'] as const;
type Results = Record<(typeof STEPS)[number], Record<(typeof WAYS)[number], Measurement[]>>;

/** One way, with a repository of its own: otherwise there would be nothing to copy any more. */
async function oneRound(way: (typeof WAYS)[number], round: number, results: Results): Promise<void> {
  const repository = `${way === 'plain' ? 'plain' : 'own'}-${String(round)}`;
  const into = `restored-${repository}`;
  await send('PUT', `/_snapshot/${repository}`, {
    body: { type: 'fs', settings: { location: join(folder, repository) } },
  });
  const run = (name: string, snapshot: string) =>
    measure(
      taskFile,
      [
        way === 'plain' ? `plain ${name}` : name,
        server.url,
        JSON.stringify({ index: INDEX, repository, snapshot, into, takenFile: join(folder, 'taken.json') }),
      ],
      {},
      FLAGS,
    );
  results.take[way].push(await run('take', 'first'));
  results['take again'][way].push(await run('take', 'second'));
  const restored = await run('restore', 'second');
  results.restore[way].push(restored);
  if (way !== 'plain' && !/"verdict":"counted"/.test(restored.lastLine)) throw new Error(restored.lastLine);
  await send('DELETE', `/${into}`);
  await send('DELETE', `/_snapshot/${repository}`);
  await rm(join(folder, repository), { recursive: true });
}

const emptyResults = (): Results => ({
  take: { plain: [], 'Restore Desk': [] },
  'take again': { plain: [], 'Restore Desk': [] },
  restore: { plain: [], 'Restore Desk': [] },
});

function print(results: Results): void {
  console.log(
    `${server.kind.distribution} ${server.kind.version}, ${String(documents)} documents, ${values.rounds} rounds, ` +
      `${String(cpus().length)} cores shared by server and client.\n`,
  );
  console.log(
    '| | plain API, seconds (spread) | Restore Desk, seconds (spread) | × | more, seconds |\n| --- | --- | --- | --- | --- |',
  );
  for (const step of STEPS) {
    const seconds = WAYS.map((way) => results[step][way].map((run) => run.seconds));
    const cells = seconds.map(
      (all) => `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`,
    );
    const [plain, own] = seconds.map(median);
    console.log(`| ${step} | ${cells.join(' | ')} | ${(own! / plain!).toFixed(2)} | ${(own! - plain!).toFixed(2)} |`);
  }
}

try {
  await seedDocuments(cluster, INDEX, documents);
  const results = emptyResults();
  await oneRound('plain', -1, emptyResults()); // the server's first time
  for (let round = 0; round < Number(values.rounds); round++)
    for (const way of round % 2 === 0 ? WAYS : WAYS.toReversed()) await oneRound(way, round, results);
  print(results);
} finally {
  await cluster.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
