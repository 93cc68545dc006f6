import { backupSources, type BackupSources, type Place } from '../backups/sources.ts';
import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import {
  bucketAccessForCommandLine,
  commandLineDefaults,
  configuredClustersIn,
  sourceDefaults,
  type CommandLineDefaults,
} from '../config/for-command-line.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { redactingCluster } from '../config/redacting-cluster.ts';
import { connect } from '../elasticsearch/client/client.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { approverCheck } from '../access/approver.ts';
import { registerApproverCheck, refuseStaleApproval } from '../jobs/approver-check.ts';
import { commandLineActor, runInTerminal } from '../jobs/run-in-terminal.ts';
import { JobStore } from '../jobs/store/job-store.ts';
import type { JobKind } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import { runs } from '../kinds/runs.ts';
import { assertNoRefusals } from '../running/assert-no-refusals.ts';
import type { Run } from '../running/run.ts';
import { sourceOfArgument } from './backup-argument.ts';
import { configuredClusterOf } from './configured-cluster.ts';
import { enforceGuard } from './enforce-guard.ts';
import { connectionOf, type CommandLineConnection } from './connection.ts';
import { OtherClusters } from './other-clusters.ts';
import type { Arguments } from './parse-arguments.ts';
import { replayTargetOf, type NamedReplayTarget } from './replay-target.ts';
import { warningsOf } from './print-plan.ts';
import type { Terminal } from './terminal.ts';
import { withoutCluster } from './without-cluster.ts';

/** What a command gets: its arguments, the cluster, the terminal, and `perform`, which records changes as jobs. */
export interface CommandContext {
  args: Arguments;
  terminal: Terminal;
  signal: AbortSignal;
  environment: NodeJS.ProcessEnv;
  /** The cluster of the first positional argument; connected on first use. */
  cluster(): Cluster;
  target(): CommandLineConnection;
  /** The configured replay target that the first argument names; null: it is an address, or the command is another. */
  replayTarget(): NamedReplayTarget | null;
  defaults(): CommandLineDefaults;
  /** For a command without a cluster: the data directory, and the clusters of the configuration. */
  installation(): { dataDirectory: string; clusters: readonly ConfiguredCluster[] };
  /** For operations that are not jobs: planning, verifying. */
  planningRun(): Pick<Run, 'signal' | 'report' | 'log'>;
  /** For plans and jobs: the cluster, and backups by the paths of the arguments. */
  place(): Place;
  /** The same on another cluster of the configuration, by its key; null: on the cluster itself. Throws `not_found`. */
  placeOn(key: string | null): Place;
  /** Runs work as a recorded job of its kind. After it has started, a failure means that something may have changed. */
  perform<W extends JobWork, R extends JobResult, P extends Plan>(
    kind: JobKind<W, R, P>,
    work: W,
    follows?: string | null,
    /** Where the job that it follows has stopped. */
    checkpoint?: unknown,
    /** Other clusters that it reads. */
    other?: Place['other'],
  ): Promise<{ job: string; result: R }>;
  /** The configured cluster of this work, by address or uuid, with its strictest protection; null: none. */
  configured(work: JobWork): Promise<ConfiguredCluster | null>;
  /** Backups of any place: a command line names it. */
  backups(): BackupSources;
  /** True once a job has started. */
  mayHaveChanged(): boolean;
  /** The job that was started last; null: none. */
  startedJob(): string | null;
  /** Why the outcome of `perform` could not be recorded; null: it is recorded. */
  warning(): string | null;
  close(): Promise<void>;
}

export function openCommandContext(
  args: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv,
): CommandContext {
  let target: CommandLineConnection | null = null;
  let cluster: Cluster | null = null;
  const replayTarget = onceOf(() => replayTargetOf(args, environment));
  // A verb of a backup directory works without a cluster.
  const source = args.verb.positionals[0] === 'dir' ? sourceOfArgument(args.positionals[0]!) : null;
  const backups = onceOf(() => backupSources({ trusted: true, bucket: bucketAccessForCommandLine(environment) }));
  const others = new OtherClusters(() => configuredClustersIn(environment));
  const state: StartedState = { job: null, unrecorded: null };
  const openTarget = () => {
    if (target) return target;
    target = connectionOf(replayTarget()?.cluster.key ?? args.positionals[0]!, args, environment);
    for (const warning of target.warnings) terminal.print(`Warning: ${warning}`);
    return target;
  };
  const context: CommandContext = {
    args,
    terminal,
    signal,
    environment,
    target: openTarget,
    defaults: () =>
      source === null
        ? commandLineDefaults(openTarget().connection.url, environment)
        : sourceDefaults(source, environment),
    installation: () => ({
      dataDirectory: commandLineDefaults(null, environment).dataDirectory,
      clusters: configuredClustersIn(environment),
    }),
    cluster: () => (cluster ??= redactingCluster(connect(openTarget().connection))),
    backups,
    place: () => ({
      cluster: source === null ? context.cluster() : withoutCluster,
      backups: backups(),
      replayTarget: (name) => (replayTarget()?.target.name === name ? replayTarget()!.target : null),
    }),
    placeOn: (key) => placeBeside(context.place(), key, others),
    replayTarget,
    planningRun: () => ({ signal, report: (progress) => terminal.report(progress), log: () => undefined }),
    perform: (kind, work, follows = null, checkpoint = undefined, other = undefined) =>
      perform(context, kind, work, { follows, checkpoint, other }, state),
    configured: async (work) => {
      if (source !== null) return null;
      const on = kinds.of(work).runsOn(work);
      const named = on === null ? openTarget().configured : others.entry(on);
      return configuredClusterOf(work, named, { ...context.defaults(), environment, terminal, signal });
    },
    mayHaveChanged: () => state.job !== null,
    startedJob: () => state.job,
    warning: () => state.unrecorded,
    close: async () => void (await Promise.all([cluster?.close(), others.close()])),
  };
  return context;
}

interface StartedState {
  job: string | null;
  unrecorded: string | null;
}

const placeBeside = (place: Place, key: string | null, others: OtherClusters): Place =>
  key === null ? place : { ...place, cluster: others.cluster(key), live: place.cluster };

/** A value that is made on first use. */
function onceOf<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

async function perform<W extends JobWork, R extends JobResult, P extends Plan>(
  context: CommandContext,
  kind: JobKind<W, R, P>,
  work: W,
  { follows, checkpoint, other }: { follows: string | null; checkpoint?: unknown; other?: Place['other'] },
  state: StartedState,
): Promise<{ job: string; result: R }> {
  const { signal, terminal, args } = context;
  const plan = kind.plan(work);
  if (plan !== null) {
    assertNoRefusals(plan);
    for (const warning of warningsOf(plan.checks)) terminal.print(warning);
  }
  const { dataDirectory, clusterKey } = context.defaults();
  const configured = await context.configured(work);
  if (configured?.readOnly && kind.permission.changesCluster)
    throw new AppError('refused', `${configured.name} is read-only here.`, {
      hint: `Its entry in the configuration says so (clusters.${configured.key}.readOnly).`,
    });
  if (configured?.protected && plan !== null)
    await refuseStale(dataDirectory, configured, plan, args.text('break-glass') !== undefined);
  const onStarted = configured ? enforceGuard(args, configured, dataDirectory, work) : () => undefined;
  const { job, result, warning } = await runInTerminal<R>(
    {
      dataDirectory,
      runs,
      place: { ...context.placeOn(kind.runsOn(work)), ...(other && { other }) },
      terminal: {
        signal,
        report: (progress) => terminal.report(progress),
        log: (sentence) => terminal.print(sentence),
        ...(terminal.mayAsk ? { ask: (question) => terminal.ask(question, signal) } : {}),
      },
      onStart: (id) => {
        onStarted(id);
        state.job = id;
      },
    },
    { cluster: clusterKey, work, follows, checkpoint },
  );
  state.unrecorded = warning;
  return { job, result };
}

async function refuseStale(
  dataDirectory: string,
  cluster: ConfiguredCluster,
  plan: Plan,
  breaksGlass: boolean,
): Promise<void> {
  registerApproverCheck(approverCheck);
  const store = JobStore.open(dataDirectory);
  try {
    await refuseStaleApproval(store, cluster, plan, commandLineActor(), breaksGlass);
  } finally {
    store.close();
  }
}

export interface CommandResult {
  status: 'done' | 'partial' | 'planned' | 'refused' | 'failed';
  /** Printed on stdout without --json. */
  text: string;
  /** Of the JSON object, besides `status` and `verb`. */
  fields: Record<string, unknown>;
}
