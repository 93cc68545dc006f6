import { readEntry } from '../../scripts/servers/unzip.ts';

export interface BackupFile {
  index: { settings: Record<string, unknown>; mappings: Record<string, unknown> };
  /** The number of documents that num_objects.json states. */
  promised: number;
  manifest: Record<string, unknown> | null;
  documents: Map<string, { action: Record<string, unknown>; source: string }>;
}

/** Reads a backup without the product's code, by the reader that unpacks the servers. For files that fit in memory. */
export async function readBackupFile(file: string): Promise<BackupFile> {
  const entry = async (name: string) => (await readEntry(file, name))?.toString('utf8') ?? '';
  const manifest = await entry('manifest.json');
  const documents: BackupFile['documents'] = new Map();
  const lines = (await entry('objects')).split('\n');
  if (lines.pop() !== '') throw new Error(`${file}: the last line has no end.`);
  for (let at = 0; at < lines.length; at += 2) {
    const action = (JSON.parse(lines[at] ?? '') as { index: Record<string, unknown> }).index;
    documents.set(String(action['_id']), { action, source: lines[at + 1] ?? '' });
  }
  return {
    index: JSON.parse(await entry('index.json')) as BackupFile['index'],
    promised: (JSON.parse(await entry('num_objects.json')) as { num_objects: number }).num_objects,
    manifest: manifest === '' ? null : (JSON.parse(manifest) as Record<string, unknown>),
    documents,
  };
}
