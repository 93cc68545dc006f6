import type { IndexBackupResult } from '../../contract/results.ts';
import { patientCluster } from '../../elasticsearch/patient-cluster.ts';
import { formatBytes, formatDuration, plural } from '../../format.ts';
import { planBackup, runBackup, type BackupOptions } from '../../backups/folder/back-up-indices.ts';
import { backupTitle } from '../../views/job-titles.ts';
import type { Answer, Desk } from '../desk.ts';
import { dryRun } from '../dry-run.ts';
import { safeLine } from '../safe-text.ts';

export async function backup(desk: Desk): Promise<Answer> {
  const { words } = desk;
  const [, directory] = words.positionals;
  const options: BackupOptions = { parallel: words.count('parallel', 1, 32), level: words.count('level', 0, 9) };
  const plan = await planBackup(
    desk.cluster(),
    { indices: words.texts('index'), aliases: words.texts('alias'), all: words.flag('all'), directory: directory! },
    desk.signal,
  );
  const one = plan.indices.length === 1 ? plan.indices[0]! : null;
  const nothing = { indexed: 0, existing: 0, newer: 0, rejected: 0 };
  const planned = {
    index: one?.index ?? null,
    alias: one === null || one.group === one.index ? null : one.group,
    documents: plan.documents,
    bytes: plan.primaryBytes,
    ...nothing,
    file: null,
  };
  if (words.flag('dry-run')) return dryRun(desk, plan, planned);

  const { job, result } = await desk.perform({ kind: 'backup', plan }, backupTitle(plan), null, (run) =>
    runBackup(patientCluster(desk.cluster(), run), plan, options, run as Parameters<typeof runBackup>[3]),
  );
  const only = result.backups.length === 1 ? result.backups[0]! : null;
  return {
    status: result.status,
    text: [
      ...result.backups.map(line),
      ...result.failures.map(({ message, hint }) => safeLine(`Not backed up: ${message}${hint ? ` ${hint}` : ''}`)),
      `${plural(result.backups.length, 'index', 'indices')}, ${plural(result.documents, 'document')}, ${formatBytes(result.bytes)} in ${formatDuration(result.seconds)}.`,
    ].join('\n'),
    fields: {
      ...planned,
      index: only?.index ?? null,
      alias: only === null || only.group === only.index ? null : only.group,
      documents: result.documents,
      bytes: result.bytes,
      seconds: result.seconds,
      file: only?.file ?? null,
      backups: result.backups,
      failures: result.failures,
      job,
    },
  };
}

const line = (backup: IndexBackupResult): string =>
  safeLine(
    `${backup.file}: ${backup.index}, ${plural(backup.documents, 'document')}, ${formatBytes(backup.bytes)} in ${formatBytes(backup.fileBytes)}.${backup.warnings.map((warning) => ` ${warning}`).join('')}`,
  );
