import type { Bucket } from '../../buckets/bucket.ts';
import type { Check } from '../../contract/plan.ts';
import { isAppError, type AppError } from '../../errors.ts';
import { processGlobal } from '../../process-wide.ts';

/** Pages make a plan again every few seconds. */
const VALID_MS = 60_000;
/** What the last try said, by place. `failure` null: an upload was begun and aborted. */
const tries = processGlobal('tried-buckets', () => new Map<string, { at: number; failure: AppError | null }>());

/**
 * Whether these keys may write, found out without leaving anything: an upload is begun and aborted. Warns, and refuses nothing:
 * a backup fails before anything is lost.
 */
export async function writeChecks(
  bucket: Bucket,
  place: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<Check[]> {
  const failure = await failureOfTry(bucket, `${prefix}.restore-desk-try`, signal);
  if (failure === null)
    return [
      {
        id: 'room',
        level: 'ok',
        title: 'Room for the files',
        detail: `${place} can be written to; a bucket has no limit that is known here.`,
      },
    ];
  return [
    {
      id: 'write',
      level: 'warn',
      title: 'The files can’t be written as they should',
      detail: failure.message,
      ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    },
  ];
}

async function failureOfTry(bucket: Bucket, key: string, signal?: AbortSignal): Promise<AppError | null> {
  const place = `${bucket.place.endpoint} ${bucket.settings.credentials?.accessKeyId ?? ''} ${bucket.name}/${key}`;
  const known = tries().get(place);
  if (known !== undefined && performance.now() - known.at < VALID_MS) return known.failure;
  let failure: AppError | null = null;
  try {
    await bucket.tryUpload(key, signal);
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    failure = error;
  }
  // A store that can't be reached now may answer in a moment.
  if (failure?.details.answers !== false) tries().set(place, { at: performance.now(), failure });
  return failure;
}
