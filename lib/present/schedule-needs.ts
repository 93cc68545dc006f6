import type { ScheduleKind } from '../contract/schedule.ts';

/** The permissions for what a schedule does: who may not do it can't have it done. */
export const needsOfSchedule = ({ kind, deletes }: { kind: ScheduleKind; deletes: boolean }): string[] => [
  kind === 'drill' ? 'drill' : 'back-up',
  ...(deletes ? ['delete-backup'] : []),
];
