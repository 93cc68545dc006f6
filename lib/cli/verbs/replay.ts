import { join, resolve } from 'node:path';
import { captureFiles } from '../../captures/capture-files.ts';
import { AppError } from '../../errors.ts';
import { isJobOf } from '../../kinds/kind.ts';
import { planReplay } from '../../kinds/replay/plan.ts';
import { replay as replayKind } from '../../kinds/replay/describe.ts';
import { remainsUnknown } from '../../kinds/replay/replay-words.ts';
import type { ReplayChoice, ReplayPlan, ReplayResult, ReplayWork } from '../../kinds/replay/schema.ts';
import { requireResumable } from '../../jobs/require-resumable.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { formatNanoseconds, parseNanoseconds } from '../../replaying/nanoseconds.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { usageError, type Arguments } from '../parse-arguments.ts';
import { warningsOf } from '../print-plan.ts';
import { safeLine } from '../safe-text.ts';

/** Sends captured requests again, or goes on where an earlier job stopped. */
export async function replay(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const earlier = args.text('resume');
  if (earlier !== undefined) return resume(context, earlier);
  const plan = await planOf(context);
  if (args.flag('dry-run')) return planned(plan);
  const work: ReplayWork = { kind: 'replay', plan };
  const { job, result } = await context.perform(replayKind, work);
  return ended(plan, result, job);
}

async function resume(context: CommandContext, id: string): Promise<CommandResult> {
  const { dataDirectory } = context.defaults();
  const { checkpoint, plan, work } = withStore(dataDirectory, (store) => {
    const job = requireResumable(store, id);
    if (!isJobOf(replayKind, job))
      throw new AppError('not_found', `Job ${id} is no replay.`, { hint: 'Name the job of a replay.' });
    return { checkpoint: job.resumable ? store.checkpoint(id) : undefined, plan: job.work.plan, work: job.work };
  });
  const { url, name } = targetOf(context);
  if (plan.target.url !== url || plan.target.name !== name)
    throw usageError(
      `Job ${id} was a replay to ${plan.target.name ?? plan.target.url}.`,
      'replay',
      'Name the same target.',
    );
  const { job, result } = await context.perform(replayKind, work, id, checkpoint);
  return ended(plan, result, job);
}

async function planOf(context: CommandContext): Promise<ReplayPlan> {
  const { args } = context;
  const [, ...paths] = args.positionals;
  if (paths.length === 0) throw usageError('replay needs <file>: what GoReplay wrote.', 'replay');
  const choice = choiceOf(args);
  const { queueStatus, ...target } = targetOf(context);
  const named = context.replayTarget();
  const files = await captureFiles(paths.map((path) => resolve(path)));
  const request = {
    target: { ...target, queueStatus: queueStatusOf(args) ?? queueStatus },
    files,
    folder: null,
    preparedIn: join(context.defaults().dataDirectory, 'captures'),
    choice,
    cluster: named === null ? null : { aliases: named.target.indices, only: null, lostAt: null },
  };
  return planReplay(context.place(), request, context.planningRun());
}

function targetOf(context: CommandContext): ReplayPlan['target'] {
  const named = context.replayTarget();
  if (named !== null) {
    const { name, queueStatus, url } = named.target;
    return { name, queueStatus, url };
  }
  const url = URL.parse(context.args.positionals[0]!);
  if (url === null)
    throw usageError('<target> is no address.', 'replay', 'Write it like http://search.example.org:3009.');
  if (url.username !== '' || url.password !== '')
    throw usageError(
      'A password in the address could be seen by others.',
      'replay',
      'Configure the target with its credentials: clusters.<key>.replay.targets.',
    );
  return { name: null, url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, queueStatus: null };
}

function queueStatusOf(args: Arguments): string | undefined {
  const path = args.text('queue-status');
  if (path !== undefined && !path.startsWith('/'))
    throw usageError(`--queue-status takes a path like /_status, not “${path}”.`, 'replay');
  return path;
}

function choiceOf(args: Arguments): ReplayChoice {
  const from = timeOf(args, 'from');
  if (from === null)
    throw usageError(
      'replay needs --from: the start of the backup that was restored.',
      'replay',
      'Earlier requests are in the backup. Write it like 2018-01-08T23:10:00Z.',
    );
  const to = timeOf(args, 'to');
  if (args.text('rate') !== undefined && args.text('speed') !== undefined)
    throw usageError('--rate and --speed exclude each other.', 'replay');
  return {
    from,
    to,
    rate: numberOf(args, 'rate'),
    speed: numberOf(args, 'speed'),
    concurrency: args.count('concurrency', 1, 256) ?? 4,
    onlyPath: args.text('only-path') ?? null,
    skipPath: args.text('skip-path') ?? null,
    mapIndex: args.texts('map-index').map(mappingOf),
  };
}

function timeOf(args: Arguments, option: string): string | null {
  const text = args.text(option);
  if (text === undefined) return null;
  const at = parseNanoseconds(text);
  if (at === null)
    throw usageError(
      `--${option} is not a time: “${text}”.`,
      'replay',
      'Write it like 2018-01-08T23:10:00Z, or as nanoseconds since 1970.',
    );
  return formatNanoseconds(at);
}

function numberOf(args: Arguments, option: string): number | null {
  const text = args.text(option);
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 1_000_000)
    throw usageError(`--${option} takes a number above 0, not “${text}”.`, 'replay');
  return value;
}

function mappingOf(text: string): { from: string; to: string } {
  const [from, to, ...more] = text.split('=');
  if (!from || !to || more.length > 0) throw usageError(`--map-index takes OLD=NEW, not “${text}”.`, 'replay');
  return { from, to };
}

const countFields = ({ counts }: ReplayPlan) => ({
  toSend: counts.send,
  records: counts.records,
  before: counts.before,
  after: counts.after,
  filtered: counts.filtered,
  reads: counts.reads,
  administration: counts.administration,
  refused: counts.refused,
  oldIndex: counts.oldIndex,
  own: counts.own,
  doubles: counts.doubles,
  answers: counts.answers,
  cut: counts.cut,
  malformed: counts.malformed,
});

/** As `dryRun`, without requests as curl: there may be millions. */
function planned(plan: ReplayPlan): CommandResult {
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  const lines = [
    ...(replayKind.planDescription?.terminalLines(plan) ?? []),
    '',
    ...plan.checks.filter(({ level }) => level === 'ok').map(({ detail, title }) => `${title}. ${detail}`),
    ...warningsOf(plan.checks),
    ...(refusal === undefined ? [] : ['', `This would be refused: ${refusal.title}. ${refusal.detail}`]),
  ];
  return {
    status: refusal ? 'refused' : 'planned',
    text: lines.map(safeLine).join('\n'),
    fields: {
      ...countFields(plan),
      sent: 0,
      plan,
      ...(refusal
        ? { error: { code: 'refused', message: `${refusal.title}: ${refusal.detail}`, hint: refusal.hint } }
        : {}),
    },
  };
}

function ended(plan: ReplayPlan, result: ReplayResult, job: string): CommandResult {
  const { documentsAfter, documentsBefore, failures, outcomes, queue, results, seconds, sent, status, statuses } =
    result;
  const lines = [
    replayKind.outcome(result),
    ...(replayKind.warning(result) === null ? [] : [`Warning: ${replayKind.warning(result)}`]),
    ...remainsUnknown(plan, result),
    ...(failures === null ? [] : [`What was not applied is in ${failures.file}; it can be replayed.`]),
    `What became of each request is in ${results}. Job ${job}.`,
  ];
  return {
    status,
    text: lines.map(safeLine).join('\n'),
    fields: {
      job,
      ...countFields(plan),
      sent,
      statuses,
      ...outcomes,
      queue,
      documentsBefore,
      documentsAfter,
      failures: failures?.file ?? null,
      results,
      seconds,
    },
  };
}
