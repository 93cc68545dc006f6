import { toFailure } from '../errors.ts';
import { commandLineLog } from '../log.ts';
import { TOOL } from '../version.ts';
import { openCommandContext, type CommandResult, type CommandContext } from './command-context.ts';
import { EXIT, endOf } from './exit-code.ts';
import { generalHelp, helpOf } from './help.ts';
import { parseArguments, verbNamed } from './parse-arguments.ts';
import { safeJson, safeText } from './safe-text.ts';
import { abortOnSignals } from './abort-on-signals.ts';
import { Terminal } from './terminal.ts';
import type { VerbName } from './verbs.ts';

/** Loaded when asked for: `--help` needs no database, `verify` no cluster. */
const VERBS: Record<VerbName, () => Promise<(context: CommandContext) => Promise<CommandResult>>> = {
  backup: async () => (await import('./verbs/backup.ts')).backup,
  verify: async () => (await import('./verbs/verify.ts')).verify,
  restore: async () => (await import('./verbs/restore.ts')).restore,
  retry: async () => (await import('./verbs/retry.ts')).retry,
  switch: async () => (await import('./verbs/switch.ts')).switchTo,
  'switch-back': async () => (await import('./verbs/switch.ts')).switchBack,
  clean: async () => (await import('./verbs/clean.ts')).clean,
  health: async () => (await import('./verbs/health.ts')).health,
};

/** What `--json` always holds, also where nothing was done; null is "not known". */
const FIELDS: Partial<Record<VerbName, readonly string[]>> = {
  backup: ['index', 'alias', 'documents', 'bytes', 'indexed', 'existing', 'newer', 'rejected', 'seconds', 'file'],
  restore: ['index', 'alias', 'documents', 'bytes', 'indexed', 'existing', 'newer', 'rejected', 'seconds', 'file'],
  retry: ['index', 'alias', 'documents', 'bytes', 'indexed', 'existing', 'newer', 'rejected', 'seconds', 'file'],
};

/** Runs one command and returns its exit code. Answers go to stdout, everything else to stderr. */
export async function main(typed: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  // A reader that went away (head, a closed pipe) is no failure of ours.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const [name, ...rest] = typed;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const verb = name === 'help' && rest[0] !== undefined ? rest[0] : null;
    if (verb === null) {
      (name === undefined ? process.stderr : process.stdout).write(generalHelp());
      return name === undefined ? EXIT.usage : EXIT.done;
    }
    return main([verb, '--help'], environment);
  }
  if (name === '--version' || name === '-V') {
    process.stdout.write(`${TOOL.version}\n`);
    return EXIT.done;
  }
  if (name === 'user') return (await import('./user.ts')).user(rest);
  const asksJson = typed.includes('--json');
  const terminal = new Terminal(process.stderr);
  commandLineLog(process.stderr, (line) => terminal.say(line.trimEnd()));
  const stop = abortOnSignals(terminal);
  let context: CommandContext | null = null;
  try {
    const verb = verbNamed(name);
    const args = parseArguments(verb, rest);
    if (args.flag('help')) {
      process.stdout.write(helpOf(verb));
      return EXIT.done;
    }
    context = openCommandContext(args, terminal, stop.signal, environment);
    const perform = await VERBS[verb.name]();
    const answer = await perform(context);
    terminal.close();
    if (asksJson)
      process.stdout.write(
        `${safeJson({ status: answer.status, verb: verb.name, ...emptyFields(verb.name), ...answer.fields, ...warningOf(context) })}\n`,
      );
    else process.stdout.write(`${safeText(answer.text)}\n`);
    return answer.status === 'planned' ? EXIT.done : EXIT[answer.status];
  } catch (error) {
    terminal.close();
    return fail(error, name, asksJson, context, stop.signal);
  } finally {
    stop.done();
    await context?.close().catch(() => undefined);
  }
}

const warningOf = (context: CommandContext): { warning?: string } => {
  const warning = context.warning();
  return warning === null ? {} : { warning };
};

function emptyFields(verb: string): Record<string, null> {
  return Object.fromEntries((FIELDS[verb as VerbName] ?? []).map((field) => [field, null]));
}

function fail(
  error: unknown,
  verb: string,
  asksJson: boolean,
  context: CommandContext | null,
  signal: AbortSignal,
): number {
  // Whatever broke because we were told to stop is that stop.
  const end = signal.aborted ? 'cancelled' : endOf(error, context?.changing() ?? false);
  const failure = toFailure(error);
  const { plan: _plan, ...details } = failure.details ?? {};
  if (asksJson) {
    const found =
      failure.code === 'cancelled' || end !== 'cancelled' ? failure : { code: 'cancelled', message: failure.message };
    process.stdout.write(`${safeJson({ status: end, verb, ...emptyFields(verb), error: { ...found, details } })}\n`);
  }
  process.stderr.write(
    `${safeText([WORDS[end], failure.message].filter((part, at) => part !== '' && (at === 0 || part !== WORDS[end])).join(' '))}\n`,
  );
  const changes = details['changes'];
  if (Array.isArray(changes))
    for (const change of changes)
      if (!failure.message.includes(String(change))) process.stderr.write(`  ${safeText(String(change))}\n`);
  if (failure.hint) process.stderr.write(`${safeText(failure.hint)}\n`);
  if (failure.code === 'defect' && environmentAsksStacks() && error instanceof Error)
    process.stderr.write(`${safeText(error.stack ?? '')}\n`);
  return EXIT[end];
}

const WORDS = { failed: 'Failed:', refused: 'Refused:', usage: '', cancelled: 'Cancelled.' } as const;
const environmentAsksStacks = (): boolean => process.env['RESTORE_DESK_DEBUG'] === '1';
