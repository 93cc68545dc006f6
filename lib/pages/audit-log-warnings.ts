import { configuration } from '../config.ts';
import type { AuditLogRetention } from '../config/configuration.ts';
import type { AuditLogWarning } from '../contract/audit-log.ts';
import { formatBytes } from '../format.ts';
import { runner } from '../jobs/jobs.ts';
import { auditLogSpace, type AuditLogSpace } from '../jobs/store/audit-log-space.ts';

/**
 * Warnings while there is still room: a change that the audit log can't record is refused. None where the space can't
 * be read.
 */
export function auditLogWarnings(): AuditLogWarning[] {
  const { auditLog, dataDirectory } = configuration();
  try {
    return warningsOf(auditLogSpace(runner().store, dataDirectory), auditLog, dataDirectory);
  } catch {
    return [];
  }
}

function warningsOf({ free, used }: AuditLogSpace, terms: AuditLogRetention, dataDirectory: string): AuditLogWarning[] {
  return [
    ...(free < terms.warnFreeBytes
      ? [
          {
            title: 'The disk of the data directory is almost full',
            detail:
              `${formatBytes(free)} are free for ${dataDirectory}. Without free space no change can be recorded, and every change ` +
              'is refused. Free space on that disk.',
          },
        ]
      : []),
    ...(used >= terms.warnAtBytes
      ? [
          {
            title: 'The jobs’ database is large',
            detail:
              `Jobs and audit log take ${formatBytes(used)}; the configuration warns from ${formatBytes(terms.warnAtBytes)} on. ` +
              'The audit log shows what fills it. `auditLog` in the configuration says how long lines are kept.',
          },
        ]
      : []),
  ];
}
