import { AppError } from '../../errors.ts';
import { requireScheduleNamed } from '../../jobs/change-schedules.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { requireMayRun } from '../require-may-run.ts';
import { scheduleCluster } from '../schedule-cluster.ts';

export async function runSchedule(context: CommandContext): Promise<CommandResult> {
  const cluster = await scheduleCluster(context);
  const { spec } = withStore(cluster.dataDirectory, (store) =>
    requireScheduleNamed(store, cluster.key, context.args.positionals[1]!),
  );
  requireMayRun(spec, cluster);
  throw new AppError('unsupported', 'Not possible yet.');
}
