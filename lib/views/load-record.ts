import type { RecordFilterChoice, RecordPage } from '../contract/record.ts';
import { runner } from '../jobs/desk.ts';
import { recordWarnings } from './record-warnings.ts';
import { everyRecord, listRecord, type RecordFilter } from '../jobs/store/audit-log.ts';

const LINES_A_PAGE = 50;

/** Sign-ins belong to no cluster: they are for admins. */
export const recordFilterOf = (
  cluster: string,
  role: string,
  { outcome, text, before }: RecordFilterChoice,
): RecordFilter => ({
  cluster,
  withoutCluster: role === 'admin',
  ...(outcome === 'any' ? {} : { outcome }),
  ...(text ? { text } : {}),
  ...(before ? { before } : {}),
});

/** One page, newest first. Throws AppError disk. */
export function loadRecord(cluster: string, role: string, filter: RecordFilterChoice): RecordPage {
  const takenAt = new Date().toISOString();
  const found = listRecord(runner().store, { ...recordFilterOf(cluster, role, filter), limit: LINES_A_PAGE + 1 });
  const warnings = recordWarnings();
  return { takenAt, warnings, entries: found.slice(0, LINES_A_PAGE), more: found.length > LINES_A_PAGE };
}

/** The whole record as newline-delimited JSON, newest first, page by page. */
export function recordStream(filter: RecordFilter): ReadableStream<Uint8Array> {
  const entries = everyRecord(runner().store, filter);
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
