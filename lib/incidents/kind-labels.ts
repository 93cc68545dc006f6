import type { IncidentKind } from '../contract/incident.ts';

/** Each kind of incident as a heading or a filter, in the order of a list. */
export const KIND_LABELS = [
  ['documents-lost', 'Documents lost'],
  ['alias-missing', 'Alias missing'],
  ['alias-moved', 'Alias switched outside Restore Desk'],
  ['alias-unsearchable', 'Alias on red or closed indices'],
  ['cluster-silent', 'Cluster does not answer'],
  ['cluster-red', 'Cluster red'],
  ['cluster-yellow', 'Cluster yellow'],
  ['disk', 'Disk over a watermark'],
  ['backup-overdue', 'Backup overdue'],
  ['schedule', 'Schedule'],
  ['drill', 'Restore drill failed'],
  ['job', 'Job not successful'],
  ['job-waiting', 'Job waiting'],
] as const satisfies readonly (readonly [IncidentKind, string])[];

export const kindLabel = (kind: IncidentKind): string => KIND_LABELS.find(([each]) => each === kind)?.[1] ?? kind;
