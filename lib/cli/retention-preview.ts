import type { ScheduleSpec } from '../contract/schedule.ts';
import { isAppError } from '../errors.ts';
import { backupKnowledge } from '../jobs/backup-knowledge.ts';
import { withOpenStore } from '../jobs/run-in-terminal.ts';
import { savedOtherRetentions } from '../jobs/scheduler/other-retentions.ts';
import { retentionPlaces } from '../jobs/scheduler/retention-places.ts';
import { kinds } from '../kinds/kinds.ts';
import { planRetention } from '../kinds/retention/plan.ts';
import type { CommandContext } from './command-context.ts';
import type { ScheduleCluster } from './schedule-cluster.ts';

/** What retention would do with the backups that there are now. */
interface RetentionPreview {
  /** For a terminal. */
  lines: string[];
  /** For each alias every backup, with the rules that keep it; null: there is no retention, or the backups could not be read. */
  json: object | null;
}

/** Reads the backups, and changes nothing. Where they can't be read it says so: the schedule can be added without them. */
export async function retentionPreview(
  context: CommandContext,
  { kind, name, retention, timeZone, to, what }: ScheduleSpec,
  { dataDirectory, key, source: configured }: ScheduleCluster,
): Promise<RetentionPreview> {
  if (retention === null) return { lines: [], json: null };
  const { repository, source } = retentionPlaces({ kind, to }, configured);
  if (source === null && repository === null)
    return {
      lines: [`What the retention of ${name} deletes is not known: no configuration names the place of the backups.`],
      json: null,
    };
  try {
    const plan = await withOpenStore(dataDirectory, (store) =>
      planRetention(
        context.place(),
        {
          schedule: name,
          what,
          source,
          repository,
          rules: retention,
          timeZone,
          knowledge: backupKnowledge(store),
          others: savedOtherRetentions(store, key, { kind, name, to }, configured),
          notBackedUp: [],
        },
        context.planningRun(),
      ),
    );
    const { backups, groups, kept, outside, snapshots, unlisted } = plan;
    return {
      lines: [
        '',
        `Retention of ${name}, with the backups that there are now:`,
        ...(kinds.of(plan).planDescription?.terminalLines(plan) ?? []),
      ],
      json: {
        groups,
        kept,
        outside,
        unlisted,
        deleted: [...backups.map(({ backup }) => backup.id), ...snapshots.map(({ snapshot }) => snapshot)],
      },
    };
  } catch (error) {
    if (!isAppError(error) || context.signal.aborted) throw error;
    context.terminal.print(`Warning: what the retention of ${name} would delete now is not known. ${error.message}`);
    return { lines: [], json: null };
  }
}
