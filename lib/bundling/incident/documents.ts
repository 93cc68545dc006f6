import { constants } from 'node:fs';
import { join } from 'node:path';
import { conflictFileOf } from '../../carrying/conflict-file.ts';
import { differenceFile } from '../../comparing/difference-files.ts';
import { DIFFERENCE_BUCKETS } from '../../contract/difference.ts';
import { openRegularFile } from '../../files/regular-file.ts';
import { formatBytes } from '../../format.ts';
import { journalIn } from '../../replaying/send/journal.ts';
import { failuresIn } from '../../replaying/send/failures-file.ts';
import { REJECTED_FILE } from '../../loading/rejected-file.ts';
import { exactly } from '../zip-stream.ts';
import type { IncidentPart, IncidentSource } from './source.ts';

/** Of one file; a larger one is no attachment of a ticket. */
const MOST_BYTES = 64_000_000;

interface DocumentFile {
  /** Within the bundle. */
  name: string;
  what: string;
  path: string;
  /** By which right; absent: `documents`. */
  needs?: 'requestBodies';
}

export const FAILURES_FILE = 'documents/failures.gor';

/** The files of the job's folder that are for people. They have documents, or their ids: as they are, not redacted. */
const filesOf = ({ directory, rejectedFile }: IncidentSource): DocumentFile[] => [
  {
    name: 'documents/rejected.ndjson',
    what: 'The documents that the cluster rejected, with the reason of each.',
    path: rejectedFile ?? join(/* turbopackIgnore: true */ directory, REJECTED_FILE),
  },
  {
    name: 'documents/conflicts.ndjson',
    what: 'The documents that were not written, with the reason of each.',
    path: conflictFileOf(directory),
  },
  ...DIFFERENCE_BUCKETS.map((bucket) => ({
    name: `documents/differences-${bucket}.ndjson`,
    what: `The differences that the comparison found: ${bucket}.`,
    path: differenceFile(directory, bucket),
  })),
  {
    name: 'documents/results.ndjson',
    what: 'What became of each request of the replay, without its body.',
    path: journalIn(directory),
  },
  {
    name: FAILURES_FILE,
    what: 'The requests that were not applied, with their bodies, as GoReplay writes them.',
    path: failuresIn(directory),
    needs: 'requestBodies',
  },
];

/** Those that there are. A running job writes on: each is read as far as it is now. */
export async function documentParts(source: IncidentSource): Promise<IncidentPart[]> {
  const parts: IncidentPart[] = [];
  for (const { name, needs = 'documents', path, what } of filesOf(source)) {
    const bytes = await sizeOf(path);
    if (bytes === null || bytes === 0) continue;
    const verdict = source[needs];
    if (!verdict.included) parts.push({ name, what, leftOut: verdict.why });
    else if (bytes > MOST_BYTES)
      parts.push({
        name,
        what,
        leftOut: `It has ${formatBytes(bytes)}, and a bundle takes ${formatBytes(MOST_BYTES)} of a file. Download it on the page of the job.`,
      });
    else parts.push({ name, what: `${what} ${formatBytes(bytes)}.`, content: (signal) => read(path, bytes, signal) });
  }
  return parts;
}

/** null: there is no such file, or it can't be opened. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const handle = await openRegularFile(path, constants.O_RDONLY);
    try {
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

async function* read(path: string, bytes: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const handle = await openRegularFile(path, constants.O_RDONLY);
  try {
    const stream = handle.createReadStream({ end: bytes - 1, autoClose: false, highWaterMark: 256 * 1024, signal });
    yield* exactly(stream as AsyncIterable<Buffer>, bytes, path);
  } finally {
    await handle.close();
  }
}
