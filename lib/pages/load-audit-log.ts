import type { AuditLogFilterQuery, AuditLogPage } from '../contract/audit-log.ts';
import { runner } from '../jobs/jobs.ts';
import { auditLogWarnings } from './audit-log-warnings.ts';
import { eachAuditEntry, listAuditLog, type AuditLogFilter } from '../jobs/store/read-audit-log.ts';

const ENTRIES_PER_PAGE = 50;

/** Entries without a cluster, such as sign-ins, are for admins only. */
export const auditLogFilterOf = (
  cluster: string,
  role: string,
  { outcome, text, before }: AuditLogFilterQuery,
): AuditLogFilter => ({
  cluster,
  withoutCluster: role === 'admin',
  ...(outcome === 'any' ? {} : { outcome }),
  ...(text ? { text } : {}),
  ...(before ? { before } : {}),
});

/** One page of entries, newest first. Throws AppError disk. */
export function loadAuditLog(cluster: string, role: string, filter: AuditLogFilterQuery): AuditLogPage {
  const takenAt = new Date().toISOString();
  const found = listAuditLog(runner().store, {
    ...auditLogFilterOf(cluster, role, filter),
    limit: ENTRIES_PER_PAGE + 1,
  });
  const warnings = auditLogWarnings();
  return { takenAt, warnings, entries: found.slice(0, ENTRIES_PER_PAGE), more: found.length > ENTRIES_PER_PAGE };
}

/** All entries that match the filter as newline-delimited JSON, newest first, read as the client reads. */
export function auditLogStream(filter: AuditLogFilter): ReadableStream<Uint8Array> {
  const entries = eachAuditEntry(runner().store, filter);
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      for (let lines = 0; lines < 200; lines++) {
        const { value, done } = entries.next();
        if (done) {
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      }
    },
  });
}
