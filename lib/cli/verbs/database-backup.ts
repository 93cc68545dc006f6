import { createFile } from '../../files/create-file.ts';
import { formatBytes, plural } from '../../format.ts';
import { copyDatabase } from '../../jobs/store/copy-database.ts';
import { pathOfArgument } from '../backup-argument.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

/** Copies the jobs' database, also while a dashboard writes to it. */
export async function databaseBackup(context: CommandContext): Promise<CommandResult> {
  const file = pathOfArgument(context.args.positionals[0]!);
  const { dataDirectory } = context.installation();
  let jobs = 0;
  const copy = async (temporary: string) => {
    jobs = await copyDatabase(dataDirectory, temporary, context.signal);
  };
  const bytes = await createFile(file, copy, (sentence) => context.terminal.print(sentence));
  return {
    status: 'done',
    text: safeLine(`${file}: ${plural(jobs, 'job')}, ${formatBytes(bytes)}, checked.`),
    fields: { file, bytes, jobs },
  };
}
