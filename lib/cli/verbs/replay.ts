import { join, resolve } from 'node:path';
import { captureFiles } from '../../captures/capture-files.ts';
import { AppError, isAppError, toFailure } from '../../errors.ts';
import { formatCount, plural } from '../../format.ts';
import { isJobOf } from '../../kinds/kind.ts';
import { planReplay } from '../../kinds/replay/plan.ts';
import { replay as replayKind } from '../../kinds/replay/describe.ts';
import { remainsUnknown } from '../../kinds/replay/replay-words.ts';
import type { ReplayPlan, ReplayResult, ReplayWork } from '../../kinds/replay/schema.ts';
import { requireResumable } from '../../jobs/require-resumable.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { countJournal } from '../../replaying/send/count-journal.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { usageError } from '../parse-arguments.ts';
import { queueStatusOf, replayChoiceOf } from '../replay-choice.ts';
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
  return run(context, work);
}

/** A run that stopped says how far it came, and how it goes on. */
async function run(
  context: CommandContext,
  work: ReplayWork,
  earlier: string | null = null,
  checkpoint: unknown = undefined,
): Promise<CommandResult> {
  try {
    const { job, result } = await context.perform(replayKind, work, earlier, checkpoint);
    return ended(work.plan, result, job);
  } catch (error) {
    const job = context.startedJob();
    if (job === null || context.signal.aborted || !isAppError(error)) throw error;
    return stopped(context, work.plan, job, error);
  }
}

async function stopped(
  context: CommandContext,
  plan: ReplayPlan,
  job: string,
  error: AppError,
): Promise<CommandResult> {
  const directory = join(context.defaults().dataDirectory, 'jobs', job);
  const { outcomes, sent, statuses } = await countJournal(directory);
  const target = context.args.positionals[0]!;
  return {
    status: 'failed',
    text: [
      `Stopped: ${error.message}`,
      ...(error.hint === undefined ? [] : [error.hint]),
      `${plural(sent, 'request')} of ${formatCount(plan.counts.send)} were sent.`,
      `Resume: restore-desk replay ${target} --resume ${job}`,
    ]
      .map(safeLine)
      .join('\n'),
    fields: { job, ...countFields(plan), sent, statuses, ...outcomes, error: toFailure(error) },
  };
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
  return run(context, work, id, checkpoint);
}

async function planOf(context: CommandContext): Promise<ReplayPlan> {
  const { args } = context;
  const [, ...paths] = args.positionals;
  if (paths.length === 0) throw usageError('replay needs <file>: what GoReplay wrote.', 'replay');
  const choice = replayChoiceOf(args);
  const { queueStatus, ...target } = targetOf(context);
  const named = context.replayTarget();
  const files = await captureFiles(paths.map((path) => resolve(path)));
  const request = {
    target: { ...target, queueStatus: queueStatusOf(args) ?? queueStatus },
    files,
    folder: null,
    preparedIn: join(context.defaults().dataDirectory, 'captures'),
    choice,
    cluster: named === null ? null : { aliases: named.target.indices, only: null, lostAt: null, switchedAt: null },
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
