import { open } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import type { ScheduleSpec } from '../../contract/schedule.ts';
import { AppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { importSchedules as importInto, type ScheduleImport } from '../../jobs/change-schedules.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { schedules } from '../../jobs/store/schedules.ts';
import { pathOfArgument } from '../backup-argument.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { usageError } from '../parse-arguments.ts';
import { requireMayRun } from '../require-may-run.ts';
import { retentionPreview } from '../retention-preview.ts';
import { safeLine } from '../safe-text.ts';
import { scheduleCluster, type ScheduleCluster } from '../schedule-cluster.ts';
import { formatScheduleFile, MOST_BYTES, parseScheduleFile } from '../schedule-file.ts';
import { changerOf, warningField } from './schedule.ts';

export async function exportSchedules(context: CommandContext): Promise<CommandResult> {
  const cluster = await scheduleCluster(context);
  const specs = withStore(cluster.dataDirectory, (store) => schedules(store, cluster.key).map(({ spec }) => spec));
  const yaml = formatScheduleFile(specs);
  return { status: 'done', text: yaml.trimEnd(), fields: { yaml, schedules: specs } };
}

export async function importSchedules(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const { name, text } = await readInput(context);
  const specs = parseScheduleFile(text, name);
  const cluster = await scheduleCluster(context);
  for (const spec of specs) requireMayRun(spec, cluster);
  const dryRun = args.flag('dry-run');
  const carryOut = (withoutChanges: boolean) =>
    withStore(cluster.dataDirectory, (store) =>
      importInto(store, specs, { replace: args.flag('replace'), dryRun: withoutChanges }, changerOf(cluster)),
    );
  const planned = carryOut(true);
  const previews = await previewsOf(context, specs, planned, cluster);
  const done = dryRun ? planned : carryOut(false);
  return {
    status: dryRun ? 'planned' : 'done',
    text: [describeImport(done, dryRun), ...previews.flatMap(({ lines }) => lines.map(safeLine))].join('\n'),
    fields: {
      ...done,
      previews: previews.map(({ json, name }) => ({ name, preview: json })),
      ...warningField(context, cluster),
    },
  };
}

/** What the retention of each schedule that is added or changed would delete now. */
async function previewsOf(
  context: CommandContext,
  specs: readonly ScheduleSpec[],
  { added, changed }: ScheduleImport,
  cluster: ScheduleCluster,
) {
  const names = new Set([...added, ...changed]);
  const previews = [];
  for (const spec of specs)
    if (names.has(spec.name) && spec.retention !== null)
      previews.push({ name: spec.name, ...(await retentionPreview(context, spec, cluster)) });
  return previews;
}

function describeImport({ added, changed, removed, unchanged }: ScheduleImport, dryRun: boolean): string {
  const parts = [
    ['added', added],
    ['changed', changed],
    ['removed', removed],
    ['the same as before', unchanged],
  ] as const;
  const lines = parts.flatMap(([word, names]) =>
    names.length === 0
      ? []
      : [safeLine(`${dryRun && names !== unchanged ? 'Would be ' : ''}${word}: ${formatList(names, 50)}`)],
  );
  return lines.length === 0 ? 'The file has no schedules: nothing is changed.' : lines.join('\n');
}

/** The file that the argument names, else standard input. Not more than a file of schedules may have. */
async function readInput({ args, signal }: CommandContext): Promise<{ name: string; text: string }> {
  const [, argument] = args.positionals;
  if (argument === undefined) {
    if (process.stdin.isTTY)
      throw usageError('schedule import needs <file>, or a file on standard input.', args.verb.name);
    return { name: 'standard input', text: await readText(addAbortSignal(signal, process.stdin)) };
  }
  const path = pathOfArgument(argument);
  try {
    const file = await open(path);
    return { name: argument, text: await readText(file.createReadStream({ signal })) };
  } catch (cause) {
    signal.throwIfAborted();
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError('invalid_input', `${argument} can’t be read (${code ?? 'unknown reason'}).`, { cause });
  }
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
