import { redactDeep } from '../../config/redact.ts';
import { eachAuditEntry } from '../../jobs/store/read-audit-log.ts';
import type { IncidentPart, IncidentSource } from './source.ts';

/** The lines of the audit log about this job, newest first. */
export function auditLogPart({ auditEntry = (entry) => entry, auditLog, job, store }: IncidentSource): IncidentPart {
  const name = 'audit-log.ndjson';
  if (!auditLog.included) return { name, what: '', leftOut: auditLog.why };
  return {
    name,
    what: 'The lines of the audit log about this job, newest first, a line of JSON each.',
    content: async function* () {
      for (const entry of eachAuditEntry(store, { cluster: job.cluster, job: job.id })) {
        yield Buffer.from(`${JSON.stringify(redactDeep(auditEntry(entry)))}\n`);
        await new Promise(setImmediate);
      }
    },
  };
}
