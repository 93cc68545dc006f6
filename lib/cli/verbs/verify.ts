import { refOfFile } from '../../contract/backup-ref.ts';
import type { Verification } from '../../contract/backup.ts';
import { cancelled, isAppError, toFailure, type Failure } from '../../errors.ts';
import { formatBytes, formatCount, formatDuration, plural } from '../../format.ts';
import { fileOfArgument } from '../backup-argument.ts';
import type { CommandResult, CommandContext } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

interface Verdict {
  file: string;
  status: 'whole' | 'incomplete' | 'damaged' | 'unreadable';
  verification: Verification | null;
  error: Failure | null;
}

/** Reads every file, also after a damaged one. */
export async function verify(context: CommandContext): Promise<CommandResult> {
  const verdicts: Verdict[] = [];
  for (const file of context.args.positionals.map(fileOfArgument)) {
    const verdict = await verifyFile(file, context);
    verdicts.push(verdict);
    if (!context.args.flag('json') && context.args.positionals.length > 1)
      context.terminal.print(describeVerdict(verdict));
  }
  const notWhole = verdicts.filter(({ status }) => status !== 'whole');
  const sum = (pick: (verification: Verification) => number) =>
    verdicts.reduce((total, { verification }) => total + (verification ? pick(verification) : 0), 0);
  const text =
    verdicts.length === 1
      ? describeVerdict(verdicts[0]!)
      : `${plural(verdicts.length - notWhole.length, 'file')} of ${verdicts.length} complete${notWhole.length > 0 ? `; not: ${notWhole.map(({ file }) => file).join(', ')}` : ''}.`;
  return {
    status: notWhole.length === 0 ? 'done' : 'failed',
    text: safeLine(text),
    fields: {
      file: verdicts.length === 1 ? verdicts[0]!.file : null,
      documents: sum(({ documents }) => documents),
      promised: sum(({ promised }) => promised),
      bytes: sum(({ objectsBytes }) => objectsBytes),
      seconds: sum(({ seconds }) => seconds),
      files: verdicts,
      ...(notWhole[0]?.error ? { error: notWhole[0].error } : {}),
    },
  };
}

async function verifyFile(file: string, context: CommandContext): Promise<Verdict> {
  try {
    const { id, source } = refOfFile(file);
    const verification = await context.backups().of(source).verify(id, context.planningRun());
    const { documents, promised, complete } = verification;
    const error: Failure | null = complete
      ? null
      : {
          code: 'backup_incomplete',
          message: `The backup is incomplete: it should have ${promised} documents and has ${documents}; ${promised - documents} are missing.`,
          details: { promised, documents },
        };
    return { file, status: complete ? 'whole' : 'incomplete', verification, error };
  } catch (error) {
    if (context.signal.aborted) throw cancelled();
    // Any failure becomes a verdict, so that the other files are read.
    return {
      file,
      status:
        isAppError(error) && (error.code === 'backup_damaged' || error.code === 'backup_incomplete')
          ? 'damaged'
          : 'unreadable',
      verification: null,
      error: toFailure(error),
    };
  }
}

function describeVerdict({ file, status, verification, error }: Verdict): string {
  if (status !== 'whole' || !verification)
    return `${file}: ${status.toUpperCase()}. ${error?.message ?? ''}${error?.hint ? ` ${error.hint}` : ''}`;
  return (
    `${file}: complete. ${formatCount(verification.documents)} of ` +
    `${plural(verification.promised, 'document')}, ${formatBytes(verification.objectsBytes)}, read ` +
    `to the end in ${formatDuration(verification.seconds)}${verification.manifest ? '; SHA-256, CRC-32 and digest match' : '; CRC-32 matches (no manifest: not made by Restore Desk)'}.`
  );
}
