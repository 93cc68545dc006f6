import type { Authorised } from '../access/authorise.ts';
import type { AuditLogFilterQuery, AuditLogPage } from '../contract/audit-log.ts';
import { runner } from '../jobs/jobs.ts';
import { auditEntriesFor } from './audit-entry-for.ts';
import { auditLogWarnings } from './audit-log-warnings.ts';
import { hiddenTextsFor } from './hidden-texts.ts';
import { eachAuditEntry, listAuditLog, type AuditLogFilter } from '../jobs/store/read-audit-log.ts';

const ENTRIES_PER_PAGE = 50;

type Reader = Pick<Authorised, 'actor' | 'cluster' | 'identity'>;

/** Entries without a cluster, such as sign-ins, are for admins only. */
const filterOf = (
  { actor, cluster, identity }: Reader,
  { outcome, text, before }: AuditLogFilterQuery,
): AuditLogFilter => ({
  cluster: cluster.key,
  withoutCluster: actor.role === 'admin',
  hiddenTexts: hiddenTextsFor(identity, cluster),
  ...(outcome === 'any' ? {} : { outcome }),
  ...(text ? { text } : {}),
  ...(before ? { before } : {}),
});

/** One page of entries, newest first, as the reader may read them. Throws AppError disk. */
export function loadAuditLog(reader: Reader, filter: AuditLogFilterQuery): AuditLogPage {
  const takenAt = new Date().toISOString();
  const found = listAuditLog(runner().store, {
    ...filterOf(reader, filter),
    limit: ENTRIES_PER_PAGE + 1,
  });
  const warnings = auditLogWarnings();
  const entries = found.slice(0, ENTRIES_PER_PAGE).map(auditEntriesFor(reader.identity));
  return { takenAt, warnings, entries, more: found.length > ENTRIES_PER_PAGE };
}

/** All entries that match the filter as newline-delimited JSON, newest first, read as the client reads. */
export function auditLogStream(reader: Reader, filter: AuditLogFilterQuery): ReadableStream<Uint8Array> {
  const entries = eachAuditEntry(runner().store, filterOf(reader, filter));
  const entryFor = auditEntriesFor(reader.identity);
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      for (let lines = 0; lines < 200; lines++) {
        const { value, done } = entries.next();
        if (done) {
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(`${JSON.stringify(entryFor(value))}\n`));
      }
    },
  });
}
