import { readFileSync } from 'node:fs';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { verifyBackup } from '../../lib/backups/zip/verify-backup.ts';
import { aRun } from '../support/a-run.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { writeTestBackup, type WrittenDocument } from '../support/write-test-backup.ts';
import { refOfFile, folderSource } from '../../lib/contract/backup-ref.ts';

/**
 * `write DIRECTORY LEVEL BYTES`, `verify FILE`, `restore FILE URL INDEX` or `back-up DIRECTORY URL INDEX`, in a process
 * of its own to measure its peak memory. Prints its result as JSON: { …, peakMb }.
 */
const [command = '', ...args] = process.argv.slice(2) as [string, string, string, string];

/** A run that records nothing: these tests measure memory. */
const quietRun = () => aRun({ report: () => undefined, log: () => undefined });

async function restore(file: string, url: string, into: string): Promise<object> {
  const cluster = connect({ url });
  const place = placeOf(cluster);
  const plan = await planRestore(place, { backup: refOfFile(file), into, switchAlias: false }, quietRun());
  const result = await runRestore(place, { kind: 'restore', plan }, quietRun());
  await cluster.close();
  const { status, documents, bytes, check, loadSeconds, checkSeconds } = result;
  return { status, documents, objectsBytes: bytes, verdict: check.verdict, loadSeconds, checkSeconds };
}

async function backUp(directory: string, url: string, index: string): Promise<object> {
  const cluster = connect({ url });
  const place = placeOf(cluster);
  const plan = await planBackup(place, { indices: [index], source: folderSource(directory) }, aRun());
  const { backups } = await runBackup(place, { kind: 'backup', plan }, quietRun(), { level: 0 });
  await cluster.close();
  const { fileBytes, documents, bytes, digest, seconds } = backups[0]!;
  return { file: fileOfBackup(backups[0]!), fileBytes, documents, objectsBytes: bytes, digest, seconds };
}

async function write(directory: string, level: string, bytes: string): Promise<object> {
  const { file, fileBytes, manifest } = await writeTestBackup(directory, {
    name: 'large',
    mappings: { dynamic: 'false' },
    level: Number(level),
    startedAt: new Date('2018-01-08T03:00:00.000Z'),
    documents: largeDocuments(Number(bytes)),
  });
  const { documents, objects, digest } = manifest;
  return { file, fileBytes, documents, objectsBytes: objects.bytes, digest };
}

/** Documents of 16 KB of repeated words, which differ by their number. */
function* largeDocuments(totalBytes: number): Generator<WrittenDocument> {
  const words =
    'report health café leave benefit defence fisheries credits pension visa licence driving education council energy passport '
      .repeat(140)
      .slice(0, 16_000);
  const bytes = Buffer.from(`"/large/000000000"{"n":"000000000","text":"${words}"}`);
  const sourceStart = bytes.indexOf(0x7b);
  const numberStart = bytes.indexOf('"n":"') + 5;
  const count = Math.ceil(totalBytes / (bytes.length + 40));
  for (let n = 0; n < count; n++) {
    const number = String(n).padStart(9, '0');
    bytes.write(number, 8, 'latin1');
    bytes.write(number, numberStart, 'latin1');
    yield { bytes, sourceStart };
  }
}

async function verify(file: string): Promise<object> {
  const { documents, objectsBytes, promised } = await verifyBackup(file, quietRun());
  return { documents, objectsBytes, promised };
}

/** Not `maxRSS`, which begins with the peak of the parent process. */
const peakMb = () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;

const commands: Record<string, (...args: [string, string, string]) => Promise<object>> = {
  restore,
  'back-up': backUp,
  write,
  verify,
};
const result = await commands[command]!(...args);
process.stdout.write(JSON.stringify({ ...result, peakMb: peakMb() }));
