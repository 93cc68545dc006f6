import { toFailure } from '../errors.ts';
import { commandLineLog } from '../log.ts';
import { TOOL } from '../version.ts';
import type { CommandResult, CommandContext } from './command-context.ts';
import { EXIT, endStatusOf } from './exit-code.ts';
import { generalHelp, helpOf } from './help.ts';
import { parseArguments, requireVerb, withVerbInOneWord, type Arguments } from './parse-arguments.ts';
import type { ProgramVerbName } from './program-verbs.ts';
import { safeJson, safeText } from './safe-text.ts';
import { abortOnSignals } from './abort-on-signals.ts';
import { Terminal } from './terminal.ts';
import type { VerbName } from './verbs.ts';

/** Imported on use: `--help` needs no database, `verify` no cluster. */
const COMMANDS: Record<
  Exclude<VerbName, ProgramVerbName>,
  () => Promise<(context: CommandContext) => Promise<CommandResult>>
> = {
  init: async () => (await import('./verbs/init.ts')).init,
  backup: async () => (await import('./verbs/backup.ts')).backup,
  verify: async () => (await import('./verbs/verify.ts')).verify,
  import: async () => (await import('./verbs/import.ts')).importBackups,
  restore: async () => (await import('./verbs/restore.ts')).restore,
  drill: async () => (await import('./verbs/drill.ts')).drill,
  retry: async () => (await import('./verbs/retry.ts')).retry,
  switch: async () => (await import('./verbs/switch.ts')).switchTo,
  'switch-back': async () => (await import('./verbs/switch.ts')).switchBack,
  'alias add': async () => (await import('./verbs/alias.ts')).addToAlias,
  'alias remove': async () => (await import('./verbs/alias.ts')).removeFromAlias,
  clean: async () => (await import('./verbs/clean.ts')).clean,
  'index open': async () => (await import('./verbs/index-state.ts')).indexOpen,
  'index close': async () => (await import('./verbs/index-state.ts')).indexClose,
  'index delete': async () => (await import('./verbs/index-delete.ts')).indexDelete,
  compare: async () => (await import('./verbs/compare.ts')).compare,
  'carry-forward': async () => (await import('./verbs/carry-forward.ts')).carryForward,
  'carry-forward-undo': async () => (await import('./verbs/carry-forward-undo.ts')).carryForwardUndo,
  replay: async () => (await import('./verbs/replay.ts')).replay,
  health: async () => (await import('./verbs/health.ts')).health,
  snapshot: async () => (await import('./verbs/snapshot.ts')).snapshot,
  snapshots: async () => (await import('./verbs/snapshots.ts')).snapshots,
  'snapshot-delete': async () => (await import('./verbs/snapshot-delete.ts')).snapshotDelete,
  repositories: async () => (await import('./verbs/repositories.ts')).repositories,
  'repository add': async () => (await import('./verbs/repository.ts')).addRepository,
  'repository verify': async () => (await import('./verbs/repository.ts')).verify,
  'repository cleanup': async () => (await import('./verbs/repository.ts')).cleanUp,
  'repository remove': async () => (await import('./verbs/repository.ts')).remove,
  'schedule list': async () => (await import('./verbs/schedule.ts')).listSchedules,
  'schedule add': async () => (await import('./verbs/schedule-add.ts')).addSchedule,
  'schedule remove': async () => (await import('./verbs/schedule.ts')).removeSchedule,
  'schedule run': async () => (await import('./verbs/schedule-run.ts')).runSchedule,
  'schedule pause': async () => (await import('./verbs/schedule.ts')).pauseSchedule,
  'schedule resume': async () => (await import('./verbs/schedule.ts')).resumeSchedule,
  'schedule export': async () => (await import('./verbs/schedule-file.ts')).exportSchedules,
  'schedule import': async () => (await import('./verbs/schedule-file.ts')).importSchedules,
  'notify list': async () => (await import('./verbs/notify.ts')).listChannels,
  'notify test': async () => (await import('./verbs/notify.ts')).testChannel,
  'incident list': async () => (await import('./verbs/incident.ts')).listIncidents,
  'incident show': async () => (await import('./verbs/incident.ts')).showIncident,
  'incident acknowledge': async () => (await import('./verbs/incident.ts')).acknowledge,
  'incident comment': async () => (await import('./verbs/incident.ts')).comment,
  'incident close': async () => (await import('./verbs/incident.ts')).close,
  bundle: async () => (await import('./verbs/bundle.ts')).bundle,
  'database-backup': async () => (await import('./verbs/database-backup.ts')).databaseBackup,
  doctor: async () => (await import('./verbs/doctor.ts')).doctor,
};

/** They replace this process, and need nothing of what the commands share, which takes half a second to load. */
const PROGRAMS: Record<
  ProgramVerbName,
  () => Promise<(args: Arguments, environment: NodeJS.ProcessEnv, signal: AbortSignal) => Promise<never>>
> = {
  serve: async () => (await import('./verbs/serve.ts')).serveDashboard,
  demo: async () => (await import('./verbs/demo.ts')).demo,
};
const isProgram = (name: VerbName): name is ProgramVerbName => Object.hasOwn(PROGRAMS, name);

/** Fields that `--json` always has, also after a failure; null: unknown. */
const JSON_FIELDS: Partial<Record<VerbName, readonly string[]>> = {
  backup: ['index', 'alias', 'documents', 'bytes', 'indexed', 'existing', 'newer', 'rejected', 'seconds', 'file'],
  restore: ['index', 'alias', 'documents', 'bytes', 'indexed', 'existing', 'newer', 'rejected', 'seconds', 'file'],
  retry: ['index', 'alias', 'documents', 'bytes', 'indexed', 'existing', 'newer', 'rejected', 'seconds', 'file'],
  'carry-forward': ['added', 'changed', 'deleted', 'conflicts', 'rejected', 'undoFile'],
  'carry-forward-undo': ['added', 'changed', 'deleted', 'conflicts', 'rejected', 'undoFile'],
  drill: ['backup', 'documents', 'equal', 'compared', 'probes', 'seconds', 'index', 'job'],
  import: ['imported', 'refused', 'leftOut', 'job'],
  replay: [
    'job',
    'toSend',
    'sent',
    'statuses',
    'before',
    'after',
    'filtered',
    'reads',
    'administration',
    'refused',
    'newer',
    'unknown',
    'held',
    'cut',
    'malformed',
    'seconds',
  ],
  compare: ['left', 'right', 'equal', 'sameValues', 'changed', 'onlyLeft', 'onlyRight', 'seconds', 'out'],
  init: ['file', 'cluster', 'warnings', 'next'],
  bundle: ['job', 'file', 'bytes'],
  'database-backup': ['file', 'bytes', 'jobs'],
  doctor: ['takenAt', 'seconds', 'checks'],
  snapshot: ['repository', 'snapshot', 'indices', 'proof', 'bytes', 'addedBytes', 'seconds'],
  'schedule list': ['schedules'],
  'schedule add': ['name', 'sentence', 'next', 'preview', 'added'],
  'schedule remove': ['removed'],
  'schedule run': ['run', 'jobs'],
  'schedule pause': ['name', 'paused', 'next'],
  'schedule resume': ['name', 'paused', 'next'],
  'schedule export': ['yaml', 'schedules'],
  'schedule import': ['added', 'changed', 'unchanged', 'removed', 'previews'],
  'incident list': ['open', 'incidents'],
  'incident show': ['incident', 'next', 'events'],
  'incident acknowledge': ['incident'],
  'incident comment': ['comment'],
  'incident close': ['incident'],
};

/** Words in the place of a command. */
const GENERAL: ReadonlySet<string> = new Set(['--help', '-h', 'help', '--version', '-V']);

function answerGeneral(
  word: string | undefined,
  [verb, ...rest]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> | number {
  if (word === 'help' && verb !== undefined) return main([verb, ...rest, '--help'], environment);
  if (word === '--version' || word === '-V') {
    process.stdout.write(`${TOOL.version}\n`);
    return EXIT.done;
  }
  (word === undefined ? process.stderr : process.stdout).write(generalHelp());
  return word === undefined ? EXIT.usage : EXIT.done;
}

/** Runs one command and returns its exit code. The result goes to stdout, everything else to stderr. */
export async function main(argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  // A reader that ended (head, a closed pipe) is not a failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const [name, ...rest] = withVerbInOneWord(argv);
  if (name === undefined || GENERAL.has(name)) return answerGeneral(name, rest, environment);
  if (name === 'user') return (await import('./user.ts')).user(rest);
  const json = argv.includes('--json');
  const terminal = new Terminal(process.stderr);
  commandLineLog(process.stderr, (line) => terminal.print(line.trimEnd()));
  const abort = abortOnSignals(terminal);
  let context: CommandContext | null = null;
  try {
    const verb = requireVerb(name);
    const args = parseArguments(verb, rest);
    if (args.flag('help')) {
      process.stdout.write(helpOf(verb));
      return EXIT.done;
    }
    if (isProgram(verb.name)) return await (await PROGRAMS[verb.name]())(args, environment, abort.signal);
    const { openCommandContext } = await import('./command-context.ts');
    context = openCommandContext(args, terminal, abort.signal, environment);
    const command = await COMMANDS[verb.name]();
    const result = await command(context);
    terminal.close();
    if (json)
      process.stdout.write(
        `${safeJson({ status: result.status, verb: verb.name, ...emptyFields(verb.name), ...result.fields, ...warningOf(context) })}\n`,
      );
    else process.stdout.write(`${safeText(result.text)}\n`);
    return result.status === 'planned' ? EXIT.done : EXIT[result.status];
  } catch (error) {
    terminal.close();
    return printFailure(error, name, json, context, abort.signal);
  } finally {
    abort.done();
    await context?.close().catch(() => undefined);
  }
}

const warningOf = (context: CommandContext): { warning?: string } => {
  const warning = context.warning();
  return warning === null ? {} : { warning };
};

function emptyFields(verb: string): Record<string, null> {
  return Object.fromEntries((JSON_FIELDS[verb as VerbName] ?? []).map((field) => [field, null]));
}

function printFailure(
  error: unknown,
  verb: string,
  json: boolean,
  context: CommandContext | null,
  signal: AbortSignal,
): number {
  // Any error after a stop signal is reported as the cancellation.
  const end = signal.aborted ? 'cancelled' : endStatusOf(error, context?.mayHaveChanged() ?? false);
  const failure = toFailure(error);
  const { plan: _plan, soFar, ...details } = failure.details ?? {};
  if (json) {
    const job = context?.startedJob() ?? null;
    const started = job !== null && 'job' in emptyFields(verb) ? { job } : {};
    const jsonFailure =
      failure.code === 'cancelled' || end !== 'cancelled' ? failure : { code: 'cancelled', message: failure.message };
    process.stdout.write(
      `${safeJson({ status: end, verb, ...emptyFields(verb), ...(soFar as object | undefined), ...started, error: { ...jsonFailure, details } })}\n`,
    );
  }
  process.stderr.write(
    `${safeText([PREFIXES[end], failure.message].filter((part, at) => part !== '' && (at === 0 || part !== PREFIXES[end])).join(' '))}\n`,
  );
  const changes = details['changes'];
  if (Array.isArray(changes))
    for (const change of changes)
      if (!failure.message.includes(String(change))) process.stderr.write(`  ${safeText(String(change))}\n`);
  if (failure.hint) process.stderr.write(`${safeText(failure.hint)}\n`);
  if (failure.code === 'defect' && printsStacks() && error instanceof Error)
    process.stderr.write(`${safeText(error.stack ?? '')}\n`);
  return EXIT[end];
}

const PREFIXES = { failed: 'Failed:', refused: 'Refused:', usage: '', cancelled: 'Cancelled.' } as const;
const printsStacks = (): boolean => process.env['RESTORE_DESK_DEBUG'] === '1';
