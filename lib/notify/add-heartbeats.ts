import { randomUUID } from 'node:crypto';
import { redactDeep } from '../config/redact.ts';
import type { Configuration, ConfiguredCluster, RunRoute } from '../config/configuration.ts';
import type { MessageEvent } from '../contract/message.ts';
import { personKey } from '../contract/person.ts';
import type { RunState, Schedule, ScheduleRun } from '../contract/schedule.ts';
import { withoutValues } from '../incidents/without-values.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { addNewMessages, isMade, type NewMessage } from '../jobs/store/messages.ts';
import { lastChangedRun } from '../jobs/store/schedule-runs.ts';
import { schedules } from '../jobs/store/schedules.ts';
import { outdateEarlierRuns, runSubject } from '../jobs/store/waiting-messages.ts';

/** What happened longer ago tells a monitor nothing: of a channel that is new, or has another name, or whose messages were forgotten. */
const TOLD_WITHIN_MS = 86_400_000;

const EVENTS: Readonly<{ [State in RunState]: MessageEvent }> = {
  running: 'start',
  good: 'success',
  partial: 'failure',
  failed: 'failure',
  missed: 'failure',
};

/**
 * Adds the heartbeats of what the runs of schedules have come to: by the last run of each that has begun or ended. Idempotent, and
 * nothing that runs a schedule knows of it. `now`: milliseconds. Throws AppError disk.
 */
export function addHeartbeats(
  store: JobStore,
  { clusters, notifications }: Pick<Configuration, 'clusters' | 'notifications'>,
  now: number,
): void {
  const routes = notifications.routes.filter((route) => route.of === 'runs');
  if (routes.length === 0) return;
  for (const cluster of clusters) {
    const own = routes.filter((route) => route.clusters === null || route.clusters.includes(cluster.key));
    if (own.length === 0) continue;
    for (const schedule of schedules(store, cluster.key)) addOfSchedule(store, { cluster, schedule, routes: own, now });
  }
}

function addOfSchedule(
  store: JobStore,
  {
    cluster,
    now,
    routes,
    schedule,
  }: { cluster: ConfiguredCluster; schedule: Schedule; routes: RunRoute[]; now: number },
): void {
  const channels = new Set(routes.filter((route) => tells(route, schedule)).map(({ channel }) => channel));
  const run = channels.size === 0 ? null : lastChangedRun(store, schedule.id, now);
  if (run === null || now - changedAt(run) > TOLD_WITHIN_MS) return;
  const key = { subject: runSubject(schedule.id, run.dueAt), event: EVENTS[run.state] };
  const untold = [...channels].filter((channel) => !isMade(store, { channel, ...key }));
  if (untold.length === 0) return;
  store.transact(() => {
    for (const channel of untold)
      if (addNewMessages(store, [heartbeatOf(channel, cluster, schedule, run)], now) > 0)
        // A monitor reads the time at which it is told: what an earlier run came to would be taken for the last one.
        outdateEarlierRuns(store, { channel, schedule: schedule.id, dueAt: run.dueAt, now });
  });
}

const tells = ({ schedules: names }: RunRoute, { spec }: Schedule): boolean =>
  names === null || names.some((name) => personKey(name) === personKey(spec.name));

const changedAt = ({ claimedAt, endedAt }: Pick<ScheduleRun, 'claimedAt' | 'endedAt'>): number =>
  Date.parse(endedAt ?? claimedAt);

function heartbeatOf(
  channel: string,
  { environment, key, name, sensitive }: ConfiguredCluster,
  schedule: Schedule,
  { claimedAt, dueAt, endedAt, state, why }: ScheduleRun,
): NewMessage {
  return {
    channel,
    subject: runSubject(schedule.id, dueAt),
    incident: null,
    event: EVENTS[state],
    number: 0,
    body: redactDeep({
      of: 'run' as const,
      delivery: randomUUID(),
      cluster: { key, name, environment },
      schedule: schedule.spec.name,
      due: new Date(dueAt).toISOString(),
      at: new Date(changedAt({ claimedAt, endedAt })).toISOString(),
      state,
      why: why === null || sensitive ? null : withoutValues(why),
    }),
  };
}
