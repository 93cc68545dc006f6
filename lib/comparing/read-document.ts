import { requireAction } from '../archive/require-action.ts';
import type { BackupReader } from '../archive/read-backup.ts';
import { abortable } from '../abortable.ts';
import type { BackupRef } from '../contract/backup-ref.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { getDocuments, type DocumentKey } from '../elasticsearch/read/get-documents.ts';
import { processGlobal } from '../process-wide.ts';
import { readMappingType } from '../target/mappings/mapping-type.ts';

/** The source of one document of an index as it is now; null: the index does not have it. */
export async function readFromIndex(
  cluster: Cluster,
  index: string,
  key: DocumentKey,
  signal: AbortSignal,
): Promise<Buffer | null> {
  const type = await readMappingType(cluster, index, signal);
  const [source = null] = await getDocuments(cluster, index, [key], type, signal);
  return source;
}

/** One at a time: each reads a whole file, and a page may ask for several documents. */
const scans = processGlobal('scans-for-a-document', () => ({ last: Promise.resolve() as Promise<unknown> }));

/** The same of a backup, which is read until the document is found; null: it does not have it. Throws as `open` does. */
export async function readFromBackup(
  backups: BackupReader,
  backup: BackupRef,
  key: DocumentKey,
  signal: AbortSignal,
): Promise<Buffer | null> {
  const scan = scans().last.then(() => (signal.throwIfAborted(), scanFor(backups, backup, key, signal)));
  scans().last = scan.catch(() => undefined);
  return abortable(scan, signal);
}

async function scanFor(
  backups: BackupReader,
  backup: BackupRef,
  { id, routing }: DocumentKey,
  signal: AbortSignal,
): Promise<Buffer | null> {
  const file = await backups.open(backup, signal);
  try {
    const wanted = Buffer.from(id);
    for await (const { bytes, bounds, pairs, firstLine } of file.pairs(signal)) {
      for (let pair = 0; pair < pairs; pair++) {
        const [start, end, sourceStart, sourceEnd] = bounds.slice(pair * 4, pair * 4 + 4) as [
          number,
          number,
          number,
          number,
        ];
        if (!mayHave(bytes.subarray(start, end), wanted)) continue;
        const action = requireAction(bytes, start, end, firstLine + pair * 2);
        if (action.id === id && action.routing === routing) return Buffer.from(bytes.subarray(sourceStart, sourceEnd));
      }
    }
    return null;
  } finally {
    await file.close();
  }
}

const BACKSLASH = 0x5c;

/** Whether an action line may have the id: it has its bytes, or something in it is escaped. */
const mayHave = (action: Buffer, id: Buffer): boolean => action.includes(id) || action.includes(BACKSLASH);
