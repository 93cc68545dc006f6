import { addAudited } from '../../jobs/change-schedules.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { requireFreeName } from '../../jobs/store/schedules.ts';
import { cronSentence } from '../../scheduling/sentence.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { requireMayRun } from '../require-may-run.ts';
import { retentionPreview } from '../retention-preview.ts';
import { safeLine } from '../safe-text.ts';
import { scheduleCluster } from '../schedule-cluster.ts';
import { describeTimes, nextOf } from '../schedule-rows.ts';
import { specOfArguments } from '../spec-of-arguments.ts';
import { changerOf, warningField } from './schedule.ts';

/** Adds a schedule, and prints when it runs and what its retention would delete now. */
export async function addSchedule(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const spec = specOfArguments(args);
  const cluster = await scheduleCluster(context);
  requireMayRun(spec, cluster);
  withStore(cluster.dataDirectory, (store) => requireFreeName(store, cluster.key, spec.name, null));
  const preview = await retentionPreview(context, spec, cluster);
  const changer = changerOf(cluster);
  const planned = args.flag('dry-run');
  if (!planned) withStore(cluster.dataDirectory, (store) => addAudited(store, spec, changer));
  return {
    status: planned ? 'planned' : 'done',
    text: [
      safeLine(planned ? `Would add ${spec.name}.` : `${spec.name} is added.`),
      ...describeTimes(spec, changer.now).map(safeLine),
      ...preview.lines.map(safeLine),
    ].join('\n'),
    fields: {
      name: spec.name,
      kind: spec.kind,
      sentence: cronSentence(spec),
      next: nextOf(spec, changer.now),
      preview: preview.json,
      added: planned ? [] : [spec.name],
      ...warningField(context, cluster),
    },
  };
}
