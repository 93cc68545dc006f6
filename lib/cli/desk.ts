import type { JobResult, JobWork } from '../contract/job.ts';
import { clustersIn, surroundingsOf, type Surroundings } from '../config/for-command-line.ts';
import type { ConfiguredCluster } from '../config/load.ts';
import { redacting } from '../config/redacting-cluster.ts';
import { connect } from '../elasticsearch/client.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { AppError } from '../errors.ts';
import { recordRun, withStore } from '../jobs/record-run.ts';
import { refuseByChecks } from '../running/refuse-by-checks.ts';
import type { Run } from '../running/run.ts';
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
  /** Runs a plan as a recorded job. From here on a failure means that something may have been changed. */
  perform<Result extends JobResult>(
    work: JobWork,
    title: string,
    follows: string | null,
    operation: (run: Run) => Promise<Result>,
  ): Promise<{ job: string; result: Result }>;
  /** The cluster of the configuration that this work is on, by its address or its own id; null: none. */
  configured(work: JobWork): ConfiguredCluster | null;
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
  let place: Where | null = null;
  let cluster: Cluster | null = null;
  let changing = false;
  let unrecorded: string | null = null;
  const where = () => {
    if (place) return place;
    place = whereOf(words.positionals[0]!, words, environment);
    for (const warning of place.warnings) terminal.say(`Warning: ${warning}`);
    return place;
  };
  const surroundings = () => surroundingsOf(where().connection.url, environment);
  const configuredFor = (work: JobWork) =>
    where().configured ?? knownByWork(work, surroundings().dataDirectory, environment);
  return {
    words,
    terminal,
    signal,
    where,
    surroundings,
    cluster: () => (cluster ??= redacting(connect(where().connection))),
    bareRun: () => ({ signal, report: (progress) => terminal.report(progress), log: () => undefined }),
    async perform(work, title, follows, operation) {
      if ('plan' in work) {
        refuseByChecks(work.plan);
        for (const warning of warningsOf(work.plan.checks)) terminal.say(warning);
      }
      const { dataDirectory, clusterKey } = surroundings();
      const configured = configuredFor(work);
      if (configured?.readOnly && work.kind !== 'backup')
        throw new AppError('refused', `${configured.name} is read-only here.`, {
          hint: `Its entry in the configuration says so (clusters.${configured.key}.readOnly).`,
        });
      const begun = configured?.protected
        ? guardProtected(words, configured, dataDirectory, work, title)
        : () => undefined;
      const shown = {
        signal,
        report: (progress: Parameters<Run['report']>[0]) => terminal.report(progress),
        log: (sentence: string) => terminal.say(sentence),
      };
      const { job, result, warning } = await recordRun(
        dataDirectory,
        { cluster: clusterKey, work, title, follows },
        shown,
        (run, job) => {
          begun(job);
          changing = true;
          return operation(run);
        },
      );
      unrecorded = warning;
      return { job, result };
    },
    configured: configuredFor,
    changing: () => changing,
    warning: () => unrecorded,
    close: async () => {
      await cluster?.close();
    },
  };
}

/** By the cluster's own id: `localhost` and 127.0.0.1 are two addresses of one cluster, and what protects it holds for both. */
function knownByWork(work: JobWork, dataDirectory: string, environment: NodeJS.ProcessEnv): ConfiguredCluster | null {
  if (!('plan' in work)) return null;
  const keys = withStore(dataDirectory, (store) => store.keysOf(work.plan.cluster.uuid));
  return clustersIn(environment).find(({ key }) => keys.includes(key)) ?? null;
}

export interface Answer {
  status: 'done' | 'partial' | 'planned' | 'refused' | 'failed';
  /** For a person, on stdout without --json. */
  text: string;
  /** Beside `status` and `verb`. */
  fields: Record<string, unknown>;
}
