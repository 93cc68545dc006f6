import type { AuditLogFilterQuery, AuditLogPage } from '../contract/audit-log.ts';
import { runner } from '../jobs/jobs.ts';
import { recordWarnings } from './audit-log-warnings.ts';
import { eachAuditEntry, listAuditLog, type AuditLogFilter } from '../jobs/store/read-audit-log.ts';

const LINES_A_PAGE = 50;

/** Sign-ins belong to no cluster: they are for admins. */
export const recordFilterOf = (
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

/** One page, newest first. Throws AppError disk. */
export function loadRecord(cluster: string, role: string, filter: AuditLogFilterQuery): AuditLogPage {
  const takenAt = new Date().toISOString();
  const found = listAuditLog(runner().store, { ...recordFilterOf(cluster, role, filter), limit: LINES_A_PAGE + 1 });
  const warnings = recordWarnings();
  return { takenAt, warnings, entries: found.slice(0, LINES_A_PAGE), more: found.length > LINES_A_PAGE };
}

/** The whole record as newline-delimited JSON, newest first, page by page. */
export function recordStream(filter: AuditLogFilter): ReadableStream<Uint8Array> {
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
