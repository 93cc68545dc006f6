import { backupSources, type Place } from '../backups/sources.ts';
import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import { commandLineDefaults, type CommandLineDefaults } from '../config/for-command-line.ts';
import type { ConfiguredCluster } from '../config/load.ts';
import { redactingCluster } from '../config/redacting-cluster.ts';
import { connect } from '../elasticsearch/client/client.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { approverCheck } from '../access/approver.ts';
import { registerApproverCheck, refuseStaleApproval } from '../jobs/approver-check.ts';
import { commandLineActor, runInTerminal } from '../jobs/run-in-terminal.ts';
import { JobStore } from '../jobs/store/job-store.ts';
import type { JobKind } from '../kinds/kind.ts';
import { runs } from '../kinds/runs.ts';
import { refuseByChecks } from '../running/refuse-by-checks.ts';
import type { Run } from '../running/run.ts';
import { configuredClusterOf } from './configured-cluster.ts';
import { guardProtected } from './enforce-guard.ts';
import { connectionOf, type CommandLineConnection } from './connection.ts';
import type { Arguments } from './parse-arguments.ts';
import { warningsOf } from './print-plan.ts';
import type { Terminal } from './terminal.ts';

/** What a verb is given: the words, the cluster, the terminal, and the door through which changes are recorded. */
export interface CommandContext {
  args: Arguments;
  terminal: Terminal;
  signal: AbortSignal;
  /** The cluster of the first positional; connected when first asked for. */
  cluster(): Cluster;
  where(): CommandLineConnection;
  defaults(): CommandLineDefaults;
  /** For what is no job: planning, verifying. */
  planningRun(): Pick<Run, 'signal' | 'report' | 'log'>;
  /** Where plans look and jobs work: the cluster, and backups by the paths that were typed. */
  place(): Place;
  /** Carries a work out as a recorded job of its kind. From here on a failure means that something may have been changed. */
  perform<W extends JobWork, R extends JobResult, P extends Plan>(
    kind: JobKind<W, R, P>,
    work: W,
    follows?: string | null,
  ): Promise<{ job: string; result: R }>;
  /** The cluster of the configuration that this work is on, by its address or its own id, with what protects it; null: none. */
  configured(work: JobWork): Promise<ConfiguredCluster | null>;
  /** True once `perform` has been called. */
  changing(): boolean;
  /** What `perform` did and could not record; null: all is recorded. */
  warning(): string | null;
  close(): Promise<void>;
}

export function openCommandContext(
  args: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv,
): CommandContext {
  let known: CommandLineConnection | null = null;
  let cluster: Cluster | null = null;
  const state = { changing: false, unrecorded: null as string | null };
  const where = () => {
    if (known) return known;
    known = connectionOf(args.positionals[0]!, args, environment);
    for (const warning of known.warnings) terminal.say(`Warning: ${warning}`);
    return known;
  };
  const context: CommandContext = {
    args,
    terminal,
    signal,
    where,
    defaults: () => commandLineDefaults(where().connection.url, environment),
    cluster: () => (cluster ??= redactingCluster(connect(where().connection))),
    place: () => ({ cluster: context.cluster(), backups: backupSources({ trusted: true }) }),
    planningRun: () => ({ signal, report: (progress) => terminal.report(progress), log: () => undefined }),
    perform: (kind, work, follows = null) => perform(context, kind, work, follows, state),
    configured: (work) =>
      configuredClusterOf(work, where().configured, { ...context.defaults(), environment, terminal, signal }),
    changing: () => state.changing,
    warning: () => state.unrecorded,
    close: async () => {
      await cluster?.close();
    },
  };
  return context;
}

async function perform<W extends JobWork, R extends JobResult, P extends Plan>(
  context: CommandContext,
  kind: JobKind<W, R, P>,
  work: W,
  follows: string | null,
  state: { changing: boolean; unrecorded: string | null },
): Promise<{ job: string; result: R }> {
  const { signal, terminal, args } = context;
  const plan = kind.planOf(work);
  if (plan !== null) {
    refuseByChecks(plan);
    for (const warning of warningsOf(plan.checks)) terminal.say(warning);
  }
  const { dataDirectory, clusterKey } = context.defaults();
  const configured = await context.configured(work);
  if (configured?.readOnly && kind.permission.changesCluster)
    throw new AppError('refused', `${configured.name} is read-only here.`, {
      hint: `Its entry in the configuration says so (clusters.${configured.key}.readOnly).`,
    });
  if (configured?.protected && plan !== null)
    await refuseStale(dataDirectory, configured, plan, args.text('break-glass') !== undefined);
  const begun = configured?.protected ? guardProtected(args, configured, dataDirectory, work) : () => undefined;
  const { job, result, warning } = await runInTerminal<R>(
    {
      dataDirectory,
      runs,
      place: context.place(),
      terminal: {
        signal,
        report: (progress) => terminal.report(progress),
        log: (sentence) => terminal.say(sentence),
      },
      onStart: (id) => {
        begun(id);
        state.changing = true;
      },
    },
    { cluster: clusterKey, work, follows },
  );
  state.unrecorded = warning;
  return { job, result };
}

async function refuseStale(
  dataDirectory: string,
  cluster: ConfiguredCluster,
  plan: Plan,
  doesWithout: boolean,
): Promise<void> {
  registerApproverCheck(approverCheck);
  const store = JobStore.open(dataDirectory);
  try {
    await refuseStaleApproval(store, cluster, plan, commandLineActor(), doesWithout);
  } finally {
    store.close();
  }
}

export interface CommandResult {
  status: 'done' | 'partial' | 'planned' | 'refused' | 'failed';
  /** For a person, on stdout without --json. */
  text: string;
  /** Beside `status` and `verb`. */
  fields: Record<string, unknown>;
}
