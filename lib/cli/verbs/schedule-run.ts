import { formatUtc } from '../../format.ts';
import { clusterUuidOf } from '../../jobs/cluster-entries.ts';
import { requireScheduleNamed } from '../../jobs/change-schedules.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { sourceOf } from '../../jobs/scheduler/schedule-places.ts';
import { runScheduleInTerminal } from '../../jobs/scheduler/run-schedule-in-terminal.ts';
import { runs } from '../../kinds/runs.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { requireMayRun } from '../require-may-run.ts';
import { safeLine } from '../safe-text.ts';
import { scheduleCluster } from '../schedule-cluster.ts';

const STATUS = { good: 'done', partial: 'partial', failed: 'failed', missed: 'failed', running: 'failed' } as const;

/** Runs a schedule now, as jobs of this process. */
export async function runSchedule(context: CommandContext): Promise<CommandResult> {
  const { signal, terminal } = context;
  const cluster = await scheduleCluster(context);
  const { dataDirectory, entry, key, readOnly, source } = cluster;
  const { spec } = withStore(dataDirectory, (store) => requireScheduleNamed(store, key, context.args.positionals[1]!));
  requireMayRun(spec, cluster);
  // Before the run is recorded.
  if (spec.kind !== 'snapshot' && spec.to === null) sourceOf({ spec }, { backupSource: source });
  const run = await runScheduleInTerminal(
    {
      dataDirectory,
      runs,
      place: context.place(),
      placeOf: (named) => (named === key ? context.place() : context.placeOn(named)),
      isReadOnly: (uuid) =>
        withStore(dataDirectory, (store) =>
          context.installation().clusters.some((each) => each.readOnly && clusterUuidOf(store, each) === uuid),
        ),
      cluster: key,
      scheduledCluster: {
        name: entry?.name ?? context.target().connection.url,
        readOnly,
        backupSource: source,
        drillCluster: entry?.drillCluster ?? null,
      },
      terminal: {
        signal,
        report: (progress) => terminal.report(progress),
        log: (sentence) => terminal.print(sentence),
      },
    },
    spec.name,
  );
  const { dueAt, jobs, state, trigger, why } = run;
  return {
    status: STATUS[state],
    text: safeLine(
      `${spec.name}, ${formatUtc(dueAt)}: ${state}.${why === null ? '' : ` ${why}`}` +
        (jobs.length === 0 ? '' : ` Jobs: ${jobs.join(', ')}.`),
    ),
    fields: { run: { name: spec.name, due: new Date(dueAt).toISOString(), trigger, state, why }, jobs },
  };
}
