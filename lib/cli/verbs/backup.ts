import { backupPlace } from '../../contract/backup-ref.ts';
import { formatBytes, formatDuration, plural } from '../../format.ts';
import { backup as backupKind } from '../../kinds/backup/describe.ts';
import { planBackup } from '../../kinds/backup/plan.ts';
import type { IndexBackupResult } from '../../kinds/backup/schema.ts';
import { sourceOfArgument } from '../backup-argument.ts';
import type { CommandResult, CommandContext } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';
import { safeLine } from '../safe-text.ts';

export async function backup(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const [, directory] = args.positionals;
  const tuning = { parallel: args.count('parallel', 1, 32), level: args.count('level', 0, 9) };
  const plan = await planBackup(
    context.place(),
    {
      indices: args.texts('index'),
      aliases: args.texts('alias'),
      all: args.flag('all'),
      source: sourceOfArgument(directory!),
    },
    context.planningRun(),
  );
  const single = plan.indices.length === 1 ? plan.indices[0]! : null;
  const noDocuments = { indexed: 0, existing: 0, newer: 0, rejected: 0 };
  const planned = {
    index: single?.index ?? null,
    alias: single === null || single.group === single.index ? null : single.group,
    documents: plan.documents,
    bytes: plan.primaryBytes,
    ...noDocuments,
    file: null,
  };
  if (args.flag('dry-run')) return dryRun(context, plan, planned);

  const { job, result } = await context.perform(backupKind, { kind: 'backup', plan, tuning });
  const backups = result.backups.map(withFile);
  const only = backups.length === 1 ? backups[0]! : null;
  return {
    status: result.status,
    text: [
      ...backups.map(describeBackup),
      ...result.failures.map(({ message, hint }) => safeLine(`Not backed up: ${message}${hint ? ` ${hint}` : ''}`)),
      `${plural(result.backups.length, 'index', 'indices')}, ${plural(result.documents, 'document')}, ` +
        `${formatBytes(result.bytes)} in ${formatDuration(result.seconds)}.`,
    ].join('\n'),
    fields: {
      ...planned,
      index: only?.index ?? null,
      alias: only === null || only.group === only.index ? null : only.group,
      documents: result.documents,
      bytes: result.bytes,
      seconds: result.seconds,
      file: only?.file ?? null,
      backups,
      failures: result.failures,
      job,
    },
  };
}

/** For --json: `file` is the path, `id` the name below the directory. */
const withFile = ({ index, group, backup, ...rest }: IndexBackupResult) => ({
  index,
  group,
  file: backupPlace(backup),
  id: backup.id,
  ...rest,
});

const describeBackup = ({ file, index, documents, bytes, fileBytes, warnings }: ReturnType<typeof withFile>): string =>
  safeLine(
    `${file}: ${index}, ${plural(documents, 'document')}, ${formatBytes(bytes)} in ${formatBytes(fileBytes)}.` +
      warnings.map((warning) => ` ${warning}`).join(''),
  );
