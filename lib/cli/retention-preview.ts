import type { ScheduleSpec } from '../contract/schedule.ts';
import type { CommandContext } from './command-context.ts';
import type { ScheduleCluster } from './schedule-cluster.ts';

/** What retention would do with the backups that there are now. */
export interface RetentionPreview {
  lines: string[];
  /** null: it has no retention, or the backups could not be read. */
  json: unknown;
}

/** Reads the backups, and changes nothing. */
export async function retentionPreview(
  _context: CommandContext,
  _spec: ScheduleSpec,
  _cluster: ScheduleCluster,
): Promise<RetentionPreview> {
  return { lines: [], json: null };
}
