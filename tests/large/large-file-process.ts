import { readFileSync } from 'node:fs';
import { createBackup } from '../../lib/archive/write-backup.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { verifyBackup } from '../../lib/backups/folder/verify-backup.ts';
import { aRun } from '../support/a-run.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { refOfFile, folderSource } from '../../lib/contract/backup-ref.ts';

/**
 * `write DIRECTORY LEVEL BYTES`, `verify FILE`, `restore FILE URL INDEX` or `back-up DIRECTORY URL INDEX`, in a process of
 * its own so that its peak memory can be told. Says { …, peakMb }.
 */
const [order, where, level, wanted] = process.argv.slice(2);
/** Not `maxRSS`, which begins with the peak of the process that started this one. */
const peakMb = () => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024;
/** Remembers nothing of what is reported: memory is what these tests are about. */
const quietRun = () => aRun({ report: () => undefined, log: () => undefined });

if (order === 'restore') {
  const cluster = connect({ url: level! });
  const plan = await planRestore(
    placeOf(cluster),
    { backup: refOfFile(where!), into: wanted!, switchAlias: false },
    quietRun(),
  );
  const { status, documents, bytes, check, loadSeconds, checkSeconds } = await runRestore(
    placeOf(cluster),
    { kind: 'restore', plan },
    quietRun(),
  );
  process.stdout.write(
    JSON.stringify({
      status,
      documents,
      objectsBytes: bytes,
      verdict: check.verdict,
      loadSeconds,
      checkSeconds,
      peakMb: peakMb(),
    }),
  );
  await cluster.close();
} else if (order === 'back-up') {
  const cluster = connect({ url: level! });
  const { backups } = await runBackup(
    placeOf(cluster),
    {
      kind: 'backup',
      plan: await planBackup(placeOf(cluster), { indices: [wanted!], source: folderSource(where!) }, aRun()),
    },
    quietRun(),
    { level: 0 },
  );
  const { fileBytes, documents, bytes, digest, seconds } = backups[0]!;
  const file = fileOfBackup(backups[0]!);
  process.stdout.write(
    JSON.stringify({ file, fileBytes, documents, objectsBytes: bytes, digest, seconds, peakMb: peakMb() }),
  );
  await cluster.close();
} else if (order === 'write') {
  // Words that shrink to a fifth, of 16 KB a document, each told apart by its number.
  const words =
    'report health café leave benefit defence fisheries credits pension visa licence driving education council energy passport '
      .repeat(140)
      .slice(0, 16_000);
  const template = Buffer.from(`"/large/000000000"{"n":"000000000","text":"${words}"}`);
  const idEnd = template.indexOf(0x7b);
  const numberAt = template.indexOf('"n":"') + 5;
  const documents = Math.ceil(Number(wanted) / (template.length + 40));
  const writer = await createBackup(where!, {
    group: 'large',
    startedAt: new Date('2018-01-08T03:00:00.000Z'),
    index: Buffer.from('{"settings":{},"mappings":{"dynamic":"false"}}'),
    level: Number(level),
  });
  for (let n = 0; n < documents; n++) {
    const number = String(n).padStart(9, '0');
    template.write(number, 8, 'latin1');
    template.write(number, numberAt, 'latin1');
    writer.add({
      bytes: template,
      idStart: 0,
      idEnd,
      routingStart: -1,
      routingEnd: -1,
      versionStart: -1,
      versionEnd: -1,
      typeStart: -1,
      typeEnd: -1,
      sourceStart: idEnd,
      sourceEnd: template.length,
    });
    const full = writer.drain();
    if (full !== null) await full;
  }
  const { file, fileBytes, manifest } = await writer.publish(
    documents,
    {
      cluster: { name: 'c', uuid: 'c', version: '8.19.9', distribution: 'elasticsearch' },
      index: { name: 'large', uuid: 'u' },
      group: 'large',
      aliases: [],
      startedAt: '2018-01-08T03:00:00.000Z',
      primaryBytes: null,
      warnings: [],
    },
    { name: 'restore-desk', version: '0' },
  );
  process.stdout.write(
    JSON.stringify({
      file,
      fileBytes,
      documents,
      objectsBytes: manifest.objects.bytes,
      digest: manifest.digest,
      peakMb: peakMb(),
    }),
  );
} else {
  const { documents, objectsBytes, promised } = await verifyBackup(where!, quietRun());
  process.stdout.write(JSON.stringify({ documents, objectsBytes, promised, peakMb: peakMb() }));
}
