/**
 * `npm run bench:buckets [-- --documents 300000 --rounds 5 --version 8.19.9]`: backs up and restores one index into a folder and into
 * a bucket of a real store on this machine (VersityGW, which uses the same processors), in turn. Prints Markdown.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { FLAGS } from '../bin/flags.mjs';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { findObjectStore, startObjectStore, whyNoObjectStore } from '../scripts/servers/object-store.ts';
import { startServer } from '../scripts/servers/start-server.ts';
import { measure, taskFile, type Measurement } from './measure.ts';
import { seedDocuments } from './seed-documents.ts';
import { table, type Row } from './table.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '5' },
    version: { type: 'string', default: '8.19.9' },
  },
});
const documents = Number(values.documents);
const INDEX = 'bench-documents';
const BUCKET = 'bench-backups';

const program = findObjectStore();
if (program === null) throw new Error(whyNoObjectStore());
const folder = await mkdtemp(join(tmpdir(), 'restore-desk-bench-'));
const server = await startServer({ version: values.version, heapMb: 1024 });
const cluster = connect({ url: server.url });
const store = await startObjectStore(program, join(folder, 'store'));
const variables = {
  AWS_ENDPOINT_URL_S3: store.url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: store.accessKeyId,
  AWS_SECRET_ACCESS_KEY: store.secretAccessKey,
};

const runTask = (name: string, options: object): Promise<Measurement> =>
  measure(
    taskFile,
    [name, server.url, JSON.stringify({ index: INDEX, directory: join(folder, 'backups'), ...options })],
    variables,
    FLAGS,
  );

async function restore(file: string): Promise<Measurement> {
  const measured = await runTask('restore', { file });
  const { index, verdict } = JSON.parse(measured.lastLine) as { index: string; verdict: string };
  if (verdict !== 'equal') throw new Error(`The restored index is not equal: ${measured.lastLine}`);
  await cluster.request({ shape: anything, method: 'DELETE', path: `/${index}`, timeoutMs: 120_000 });
  return measured;
}

const places = ['folder', 'bucket'] as const;
type Rows = Record<(typeof places)[number], Row>;
const rowsFor = (): Rows => ({
  folder: { name: 'folder', note: '', runs: [] },
  bucket: { name: 'bucket', note: 'the store shares the processors', runs: [] },
});

try {
  await seedDocuments(cluster, INDEX, documents);
  const client = new S3Client({
    endpoint: store.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
  const [backups, verifications, restores] = [rowsFor(), rowsFor(), rowsFor()];
  for (let round = -1; round < Number(values.rounds); round++)
    for (const place of round % 2 === 0 ? places : places.toReversed()) {
      const backup = await runTask('backup', place === 'bucket' ? { source: `s3://${BUCKET}/search` } : {});
      const { file } = JSON.parse(backup.lastLine) as { file: string };
      const [verification, restored] = [await runTask('verify', { file }), await restore(file)];
      // The first time of everything is not counted.
      if (round < 0) continue;
      backups[place].runs.push(backup);
      verifications[place].runs.push(verification);
      restores[place].runs.push(restored);
    }
  console.log(`${documents} documents, Elasticsearch ${values.version}, ${cpus().length} processors\n`);
  for (const [title, rows] of [
    ['Back up', backups],
    ['Verify', verifications],
    ['Restore, with its check', restores],
  ] as const)
    console.log(table(title, [rows.folder, rows.bucket], rows.folder));
} finally {
  await cluster.close();
  await store.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
