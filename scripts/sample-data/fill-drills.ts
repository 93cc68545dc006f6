import { randomBytes } from 'node:crypto';
import type { Place } from '../../lib/backups/sources.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { runInTerminal, withStore, type TerminalHost } from '../../lib/jobs/run-in-terminal.ts';
import { scheduleActor } from '../../lib/jobs/scheduler/schedule-actor.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { scheduleNamed } from '../../lib/jobs/store/schedules.ts';
import { planDrill } from '../../lib/kinds/drill/plan.ts';
import type { DrillWork } from '../../lib/kinds/drill/schema.ts';
import { runs } from '../../lib/kinds/runs.ts';
import type { SampleBackup } from './fill-cluster.ts';
import { DRILL_NAME, lastDrillOf } from './fill-schedules.ts';
import { sdkSources } from './sdk-sources.ts';
import type { Timeline } from './timeline.ts';

interface DrillsOptions {
  url: string;
  /** The key under which the dashboard knows the cluster. */
  cluster: string;
  dataDirectory: string;
  timeline: Timeline;
  /** Those of the timeline. */
  backups: readonly SampleBackup[];
  signal?: AbortSignal;
}

/** Tries, for the last run of the schedule, the newest backup of each alias that there was then, and dates the jobs back. */
export async function fillDrills({
  url,
  cluster: key,
  dataDirectory,
  timeline,
  backups,
  signal = new AbortController().signal,
}: DrillsOptions): Promise<void> {
  const dueAt = lastDrillOf(timeline);
  const schedule = withStore(dataDirectory, (store) => scheduleNamed(store, key, DRILL_NAME)!.id);
  const cluster = connect({ url });
  try {
    const place: Place = { cluster, backups: sdkSources() };
    const host: TerminalHost = {
      dataDirectory,
      runs,
      place,
      terminal: { signal, report: () => undefined, log: () => undefined },
    };
    let startedAt = dueAt + 2000;
    for (const { alias, result } of newestBefore(backups, dueAt))
      for (const { backup } of result.backups) {
        const request = { alias, backup: { zip: backup }, documentsPerSecond: null, probes: [] };
        const plan = await planDrill(place, { ...request, key: randomBytes(6).toString('hex') }, host.terminal);
        const work: DrillWork = { kind: 'drill', plan };
        const actor = scheduleActor(DRILL_NAME);
        const { job } = await runInTerminal(host, { cluster: key, actor, work, schedule: { id: schedule, dueAt } });
        startedAt = dateBack(dataDirectory, job, startedAt) + 2000;
      }
  } finally {
    await cluster.close();
  }
}

/** By alias. */
function newestBefore(backups: readonly SampleBackup[], time: number): SampleBackup[] {
  const newest = new Map<string, SampleBackup>();
  for (const backup of backups)
    if (backup.at.getTime() < time && (newest.get(backup.alias)?.at ?? 0) < backup.at) newest.set(backup.alias, backup);
  return [...newest.values()];
}

/** Moves a job with all that was recorded of it, so that it starts at a time. Returns when it ended. Milliseconds. */
const dateBack = (dataDirectory: string, id: string, startAt: number): number =>
  withStore(dataDirectory, (store) =>
    store.transact(() => {
      const job = store.get(id)!;
      const shift = Date.parse(job.createdAt) - startAt;
      const number = Number(id);
      const moved = `strftime('%Y-%m-%dT%H:%M:%fZ', ?, '-' || ? || ' seconds')`;
      const move = (table: string, column: string, jobColumn: string) => {
        const rows = store[SQL].prepare(`SELECT rowid AS row, ${column} AS at FROM ${table} WHERE ${jobColumn} = ?`);
        for (const { row, at } of rows.all(number))
          if (at !== null)
            store[SQL].prepare(`UPDATE ${table} SET ${column} = ${moved} WHERE rowid = ?`).run(
              String(at),
              shift / 1000,
              Number(row),
            );
      };
      for (const column of ['created_at', 'started_at', 'ended_at']) move('jobs', column, 'id');
      move('record', 'at', 'job');
      move('record', 'ended_at', 'job');
      const ended = String(store[SQL].prepare('SELECT ended_at FROM jobs WHERE id = ?').get(number)!['ended_at']);
      store[SQL].prepare('UPDATE drilled_backups SET at = ? WHERE job = ?').run(ended, number);
      store[SQL].prepare('UPDATE log SET at = ? WHERE job = ?').run(ended, number);
      return Date.parse(ended);
    }),
  );
