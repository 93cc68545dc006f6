import type { BackupManifest } from '../contract/backup.ts';
import type { DocumentTokens } from '../json/document-tokens.ts';
import { exceededLimit } from '../json/limits.ts';
import { ContentDigest } from './digest.ts';
import { DocumentLines } from './document-lines.ts';
import { ENTRY_LIMITS } from './entry-limits.ts';
import { requireGroupName, type BackupName } from './backup-names.ts';
import type { NewBackupFile } from './new-backup-file.ts';
import { ZipWriter, type EntryStream } from './write-zip.ts';

/** Deflate level 1 takes a third of the time of level 6, and files are 11 % larger (docs/speed.md). */
export const DEFAULT_LEVEL = 1;

type ManifestFacts = Omit<BackupManifest, 'format' | 'tool' | 'documents' | 'objects' | 'digest' | 'endedAt'>;

/** A backup that is being written, without a name until `publish`. `discard` removes it. */
export interface BackupWriter {
  readonly documents: number;
  readonly fileBytes: number;
  add(document: DocumentTokens): void;
  /** Writes the full pieces. Resolves when there is room for more; null: there is. */
  drain(): Promise<void> | null;
  /** `total`: the documents in the point in time. Throws where not as many were added. */
  publish(
    total: number,
    facts: ManifestFacts,
    tool: BackupManifest['tool'],
  ): Promise<{ id: string; file: string; fileBytes: number; manifest: BackupManifest }>;
  discard(): Promise<void>;
}

export interface BackupHead extends BackupName {
  /** `index.json`, as bytes of JSON. */
  index: Buffer;
  level?: number;
}

/** Writes a backup to a file. `create`: begins it. */
export async function createBackup(
  create: (name: BackupName) => Promise<NewBackupFile>,
  head: BackupHead,
): Promise<BackupWriter> {
  requireGroupName(head.group);
  const file = await create(head);
  const zip = new ZipWriter(file, head.startedAt);
  const digest = new ContentDigest();
  const lines = new DocumentLines(digest);
  // Pages of several slices end at the same time. Their pieces are written one after the other.
  let lastWrite: Promise<void> = Promise.resolve();
  let objects: EntryStream;
  try {
    await zip.add('index.json', head.index);
    objects = await zip.open('objects', head.level ?? DEFAULT_LEVEL, (piece) => lines.recycle(piece));
  } catch (error) {
    await file.discard();
    throw file.describe(error);
  }

  const writePieces = (all: boolean): Promise<void> => {
    const pieces = lines.take(all);
    lastWrite = lastWrite.then(async () => {
      for (const piece of pieces) await objects.write(piece);
    });
    return lastWrite.catch((error: unknown) => {
      throw file.describe(error);
    });
  };

  return {
    get documents() {
      return lines.documents;
    },
    get fileBytes() {
      return zip.fileBytes;
    },
    add: (document) => lines.add(document),
    drain: () => (lines.hasFullPieces ? writePieces(false) : null),
    async publish(total, facts, tool) {
      if (total !== lines.documents) throw new Error(`${lines.documents} documents written of ${total}`);
      await writePieces(true);
      try {
        const content = await objects.end();
        const manifest = manifestOf(facts, tool, { documents: total, objects: content, digest: digest.hex() });
        await finishZip(zip, manifest);
        const published = await file.publish();
        return { ...published, fileBytes: zip.fileBytes, manifest };
      } catch (error) {
        throw file.describe(error);
      }
    },
    async discard() {
      await lastWrite.catch(() => undefined);
      await file.discard();
    },
  };
}

const manifestOf = (
  facts: ManifestFacts,
  tool: BackupManifest['tool'],
  content: Pick<BackupManifest, 'documents' | 'objects' | 'digest'>,
): BackupManifest => ({ format: 1, tool, ...facts, endedAt: new Date().toISOString(), ...content });

async function finishZip(zip: ZipWriter, manifest: BackupManifest): Promise<void> {
  // After the documents, because the total of a scroll is known only when it is open.
  await zip.add('num_objects.json', Buffer.from(JSON.stringify({ num_objects: manifest.documents })));
  await zip.add('manifest.json', manifestBytes(manifest));
  await zip.finish();
}

/** Within the reader's limits: of an index with thousands of aliases only the first ones, with a warning. */
export function manifestBytes(manifest: BackupManifest): Buffer {
  const limits = ENTRY_LIMITS['manifest.json'];
  const indented = Buffer.from(JSON.stringify(manifest, null, 2) + '\n');
  if (exceededLimit(indented, limits) === null) return indented;
  for (let savedAliases = manifest.aliases.length; ; savedAliases = Math.floor(savedAliases / 2)) {
    const droppedAliases = manifest.aliases.length - savedAliases;
    const warnings = [
      ...manifest.warnings,
      ...(droppedAliases > 0
        ? [`The manifest has no room for ${droppedAliases} of the ${manifest.aliases.length} aliases of the index.`]
        : []),
    ];
    const bytes = Buffer.from(
      JSON.stringify({ ...manifest, aliases: manifest.aliases.slice(0, savedAliases), warnings }),
    );
    if (savedAliases === 0 || exceededLimit(bytes, limits) === null) return bytes;
  }
}
