import { pauseAudited, removeAudited, type ScheduleChanger } from '../../jobs/change-schedules.ts';
import { commandLineActor, withStore } from '../../jobs/run-in-terminal.ts';
import { openRun, runsOf } from '../../jobs/store/schedule-runs.ts';
import { schedules } from '../../jobs/store/schedules.ts';
import { formatUtcMinute } from '../../format.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';
import { scheduleCluster, type ScheduleCluster } from '../schedule-cluster.ts';
import { describeRow, nextOf, scheduleRow } from '../schedule-rows.ts';

const MOST_RUNS = 30;

export async function listSchedules(context: CommandContext): Promise<CommandResult> {
  const cluster = await scheduleCluster(context);
  const now = Date.now();
  const rows = withStore(cluster.dataDirectory, (store) =>
    schedules(store, cluster.key).map((schedule) => {
      // While it is in progress, more runs than these can be missed.
      const open = openRun(store, schedule.id);
      return scheduleRow(schedule, [...runsOf(store, schedule.id, MOST_RUNS), ...(open ? [open] : [])], now);
    }),
  );
  return {
    status: 'done',
    text:
      rows.length === 0
        ? 'There are no schedules of this cluster. Add one: restore-desk schedule add --help'
        : rows.map(describeRow).join('\n'),
    fields: { schedules: rows, ...warningField(context, rows.length === 0 ? { ...cluster, warning: null } : cluster) },
  };
}

export async function removeSchedule(context: CommandContext): Promise<CommandResult> {
  const cluster = await scheduleCluster(context);
  const { spec } = withStore(cluster.dataDirectory, (store) =>
    removeAudited(store, nameOf(context), changerOf(cluster)),
  );
  return {
    status: 'done',
    text: safeLine(`${spec.name} is removed. Its backups and its history are kept.`),
    fields: { removed: [spec.name] },
  };
}

export const pauseSchedule = (context: CommandContext): Promise<CommandResult> => setPaused(context, true);
export const resumeSchedule = (context: CommandContext): Promise<CommandResult> => setPaused(context, false);

async function setPaused(context: CommandContext, paused: boolean): Promise<CommandResult> {
  const cluster = await scheduleCluster(context);
  const changer = changerOf(cluster);
  const { spec } = withStore(cluster.dataDirectory, (store) => pauseAudited(store, nameOf(context), paused, changer));
  const next = paused ? [] : nextOf(spec, changer.now);
  return {
    status: 'done',
    text: safeLine(
      paused
        ? `${spec.name} is paused: it runs at none of its times until it is resumed.`
        : `${spec.name} runs at its next time: ${formatUtcMinute(next[0])}.`,
    ),
    fields: { name: spec.name, paused, next, ...(paused ? {} : warningField(context, cluster)) },
  };
}

const nameOf = ({ args }: CommandContext): string => args.positionals[1]!;

/** The command line's user, now. */
export const changerOf = ({ key }: ScheduleCluster): ScheduleChanger => ({
  cluster: key,
  actor: commandLineActor(),
  now: Date.now(),
});

/** Says that perhaps no dashboard runs the schedules, on stderr and in the JSON. */
export function warningField({ terminal }: CommandContext, { warning }: ScheduleCluster): { warning?: string } {
  if (warning === null) return {};
  terminal.print(`Warning: ${warning}`);
  return { warning };
}
