/** Without zod, for the browser too. */

/** The worst first. `critical`: searches fail or miss documents now; `warning`: they will, or a restore would. */
export const SEVERITIES = ['critical', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Why an incident ended: it is over, a person closed it, or it is not watched any more, so that whether it is over is unknown. */
export const ENDED_BY = ['itself', 'person', 'not-watched'] as const;

/** In the order of the filter. */
export const INCIDENT_KINDS = [
  'documents-lost',
  'alias-missing',
  'alias-moved',
  'alias-unsearchable',
  'cluster-red',
  'cluster-yellow',
  'cluster-silent',
  'disk',
  'backup-overdue',
  'schedule',
  'job',
  'job-waiting',
  'drill',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** A kind as a choice, and in "of kind …". */
export const KIND_LABELS = {
  'documents-lost': 'documents lost',
  'alias-missing': 'alias missing',
  'alias-moved': 'alias switched',
  'alias-unsearchable': 'alias not searchable',
  'cluster-red': 'cluster red',
  'cluster-yellow': 'cluster yellow',
  'cluster-silent': 'cluster does not answer, or can’t be read',
  disk: 'disk nearly full',
  'backup-overdue': 'backup overdue',
  schedule: 'schedule',
  job: 'job failed',
  'job-waiting': 'job waiting',
  drill: 'restore drill failed',
} as const satisfies { readonly [Kind in IncidentKind]: string };

/** Those whose subject is an alias. */
const OF_AN_ALIAS: readonly IncidentKind[] = [
  'documents-lost',
  'alias-missing',
  'alias-moved',
  'alias-unsearchable',
  'backup-overdue',
  'drill',
];
export const isOfAlias = (kind: IncidentKind): boolean => OF_AN_ALIAS.includes(kind);
