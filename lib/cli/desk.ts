import { backupSources, type Place } from '../backups/sources.ts';
import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import { surroundingsOf, type Surroundings } from '../config/for-command-line.ts';
import type { ConfiguredCluster } from '../config/load.ts';
import { redacting } from '../config/redacting-cluster.ts';
import { connect } from '../elasticsearch/client.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { AppError } from '../errors.ts';
import { approverCheck } from '../access/approver.ts';
import { checkApproversBy, refuseStaleApproval } from '../jobs/approver-check.ts';
import { commandLineActor, recordRun } from '../jobs/record-run.ts';
import { JobStore } from '../jobs/store/job-store.ts';
import type { JobKind } from '../kinds/kind.ts';
import { runs } from '../kinds/runs.ts';
import { refuseByChecks } from '../running/refuse-by-checks.ts';
import type { Run } from '../running/run.ts';
import { entryOf } from './entry.ts';
import { guardProtected } from './guard-protected.ts';
import { whereOf, type Where } from './connection.ts';
import type { Arguments } from './parse-arguments.ts';
import { warningsOf } from './print-plan.ts';
import type { Terminal } from './terminal.ts';

/** What a verb is given: the words, the cluster, the terminal, and the door through which changes are recorded. */
export interface Desk {
  words: Arguments;
  terminal: Terminal;
  signal: AbortSignal;
  /** The cluster of the first positional; connected when first asked for. */
  cluster(): Cluster;
  where(): Where;
  surroundings(): Surroundings;
  /** For what is no job: planning, verifying. */
  bareRun(): Pick<Run, 'signal' | 'report' | 'log'>;
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

export function openDesk(
  words: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv,
): Desk {
  let known: Where | null = null;
  let cluster: Cluster | null = null;
  const state = { changing: false, unrecorded: null as string | null };
  const where = () => {
    if (known) return known;
    known = whereOf(words.positionals[0]!, words, environment);
    for (const warning of known.warnings) terminal.say(`Warning: ${warning}`);
    return known;
  };
  const desk: Desk = {
    words,
    terminal,
    signal,
    where,
    surroundings: () => surroundingsOf(where().connection.url, environment),
    cluster: () => (cluster ??= redacting(connect(where().connection))),
    place: () => ({ cluster: desk.cluster(), backups: backupSources({ trusted: true }) }),
    bareRun: () => ({ signal, report: (progress) => terminal.report(progress), log: () => undefined }),
    perform: (kind, work, follows = null) => perform(desk, kind, work, follows, state),
    configured: (work) => entryOf(work, where().configured, { ...desk.surroundings(), environment, terminal, signal }),
    changing: () => state.changing,
    warning: () => state.unrecorded,
    close: async () => {
      await cluster?.close();
    },
  };
  return desk;
}

async function perform<W extends JobWork, R extends JobResult, P extends Plan>(
  desk: Desk,
  kind: JobKind<W, R, P>,
  work: W,
  follows: string | null,
  state: { changing: boolean; unrecorded: string | null },
): Promise<{ job: string; result: R }> {
  const { signal, terminal, words } = desk;
  const plan = kind.planOf(work);
  if (plan !== null) {
    refuseByChecks(plan);
    for (const warning of warningsOf(plan.checks)) terminal.say(warning);
  }
  const { dataDirectory, clusterKey } = desk.surroundings();
  const configured = await desk.configured(work);
  if (configured?.readOnly && kind.permission.changesCluster)
    throw new AppError('refused', `${configured.name} is read-only here.`, {
      hint: `Its entry in the configuration says so (clusters.${configured.key}.readOnly).`,
    });
  if (configured?.protected && plan !== null)
    await refuseStale(dataDirectory, configured, plan, words.text('break-glass') !== undefined);
  const begun = configured?.protected ? guardProtected(words, configured, dataDirectory, work) : () => undefined;
  const { job, result, warning } = await recordRun<R>(
    {
      dataDirectory,
      runs,
      place: desk.place(),
      terminal: {
        signal,
        report: (progress) => terminal.report(progress),
        log: (sentence) => terminal.say(sentence),
      },
      onBegin: (id) => {
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
  checkApproversBy(approverCheck);
  const store = JobStore.open(dataDirectory);
  try {
    await refuseStaleApproval(store, cluster, plan, commandLineActor(), doesWithout);
  } finally {
    store.close();
  }
}

export interface Answer {
  status: 'done' | 'partial' | 'planned' | 'refused' | 'failed';
  /** For a person, on stdout without --json. */
  text: string;
  /** Beside `status` and `verb`. */
  fields: Record<string, unknown>;
}
