import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Verification } from '../../contract/backup.ts';
import type { ActionLine } from '../../archive/action-line.ts';
import { ContentDigest } from '../../archive/digest.ts';
import { requireAction } from '../../archive/require-action.ts';
import { damagedAt, type PairBlock } from '../../archive/pairs.ts';
import { openBackup, type BackupFile } from '../../archive/read-backup.ts';
import { AppError } from '../../errors.ts';
import type { FilePlace } from '../../files/place.ts';
import { VALID, validateJson } from '../../json/validate.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { READING_BACKUP } from '../phases.ts';

type VerifyRun = Pick<Run, 'signal' | 'report' | 'log'>;

/**
 * Reads a backup to its end and checks it: zip structure, CRC-32, SHA-256 and seal, that every line is JSON, and the number
 * of pairs against the promised one. Throws `backup_damaged` with what is wrong and where. Fewer pairs than promised is no
 * error, since that part can be restored: `complete` is false. `admit` throws before the documents are read; more than
 * `objectsBytes` are never inflated.
 */
export async function verifyBackup(
  place: FilePlace,
  run: VerifyRun,
  admit: (backup: Pick<BackupFile, 'objectsBytes'>) => void = () => undefined,
): Promise<Verification> {
  const backup = await openBackup(place, run.signal);
  try {
    admit(backup);
    return await readToTheEnd(backup, run);
  } finally {
    await backup.close();
  }
}

async function readToTheEnd(backup: BackupFile, run: VerifyRun): Promise<Verification> {
  const startedMs = performance.now();
  const digest = new ContentDigest();
  const sha256 = createHash('sha256');
  const meter = new Meter();
  const read = { documents: 0, bytes: 0, versioned: 0, types: new Set<string>() };
  for await (const block of backup.pairs(run.signal)) {
    sha256.update(block.bytes.subarray(0, block.end));
    checkBlock(block, digest, read);
    read.documents += block.pairs;
    read.bytes += block.end;
    // In the loop, so that a file that inflates endlessly is not read further.
    if (read.documents > backup.promised)
      throw damaged(`The backup holds ${read.documents} documents or more, more than the ${backup.promised} expected`);
    run.report(
      meter.progress({
        ...READING_BACKUP,
        done: read.bytes,
        total: backup.objectsBytes,
        unit: 'bytes',
        bytes: read.bytes,
        totalBytes: backup.objectsBytes,
        subject: backup.path,
      }),
    );
  }
  backup.checkSeal();
  const found = { sha256: sha256.digest('hex'), digest: digest.hex() };
  requireManifestMatch(backup, read.documents, found);
  const complete = read.documents === backup.promised;
  run.log(
    complete
      ? `${backup.path} is complete: ${read.documents} documents.`
      : `${backup.path} is incomplete: ${read.documents} of ${backup.promised} documents.`,
  );
  return {
    id: idOf(backup.path),
    file: backup.path,
    fileBytes: backup.fileBytes,
    origin: backup.origin,
    manifest: backup.manifest,
    documents: read.documents,
    promised: backup.promised,
    complete,
    objectsBytes: read.bytes,
    ...found,
    versioned: read.documents > 0 && read.versioned === read.documents,
    types: [...read.types].sort(),
    verifiedAt: new Date().toISOString(),
    seconds: (performance.now() - startedMs) / 1000,
  };
}

/** A backup with more than one type can't be restored; the number is not needed beyond that. */
const MAX_TYPES = 1_000;

function checkBlock(block: PairBlock, digest: ContentDigest, read: { versioned: number; types: Set<string> }): void {
  const { bytes, bounds } = block;
  for (let pair = 0; pair < block.pairs; pair++) {
    const [actionStart, actionEnd, sourceStart, sourceEnd] = [
      bounds[pair * 4]!,
      bounds[pair * 4 + 1]!,
      bounds[pair * 4 + 2]!,
      bounds[pair * 4 + 3]!,
    ];
    const line = block.firstLine + pair * 2;
    const action = checkAction(bytes, actionStart, actionEnd, line);
    const invalidAt = validateJson(bytes, sourceStart, sourceEnd);
    if (invalidAt !== VALID) throw damagedAt(line + 1, `is not JSON (byte ${invalidAt - sourceStart} of the line)`);
    if (bytes[sourceStart] !== 0x7b) throw damagedAt(line + 1, 'is no document: a source is a JSON object');
    if (action.version !== null) read.versioned++;
    if (action.type !== null && read.types.size < MAX_TYPES) read.types.add(action.type);
    digest.add(action.idSpan, action.routingSpan, { bytes, start: sourceStart, end: sourceEnd });
  }
}

function checkAction(bytes: Buffer, start: number, end: number, line: number): ActionLine {
  const invalidAt = validateJson(bytes, start, end);
  if (invalidAt !== VALID) throw damagedAt(line, `is not JSON (byte ${invalidAt - start} of the line)`);
  return requireAction(bytes, start, end, line);
}

function requireManifestMatch(backup: BackupFile, documents: number, found: { sha256: string; digest: string }): void {
  const { manifest } = backup;
  if (manifest === null) return;
  if (found.sha256 !== manifest.objects.sha256)
    throw damaged('The documents are not the ones that were written: their SHA-256 does not match the manifest');
  if (documents !== manifest.documents)
    throw damaged(`The backup has ${documents} of the ${manifest.documents} documents that its manifest says`);
  if (found.digest !== manifest.digest)
    throw damaged(
      'The documents are not the ones that were read from the index: their digest does not match the manifest',
    );
}

const damaged = (what: string) =>
  new AppError('backup_damaged', `${what}.`, { hint: 'Use another copy of this backup, or an older one.' });

/** The id within the backup directory, derived from the path: folder and file, or only a file. */
function idOf(file: string): string {
  const folder = basename(dirname(file));
  return basename(file).startsWith(`${folder}-`) ? join(folder, basename(file)) : basename(file);
}
