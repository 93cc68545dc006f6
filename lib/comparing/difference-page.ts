import type { Difference, DifferenceBucket } from '../contract/difference.ts';
import { AppError } from '../errors.ts';
import { differenceLines } from './difference-files.ts';

/** `at`: where its line begins, in bytes. */
interface DifferenceAt {
  at: number;
  difference: Difference;
}

export interface DifferencePage {
  found: DifferenceAt[];
  /** Where to go on, in bytes; null: the list ends. */
  next: number | null;
}

interface PageRequest {
  /** 0, or the `next` of an earlier page. */
  from: number;
  /** Only those with this text in their id or routing. */
  contains: string;
  most: number;
  /** Then it returns what it has: a text that occurs nowhere is searched for in the whole list. */
  withinMs: number;
  signal: AbortSignal;
}

const BACKSLASH = 0x5c;

/** One page of the differences of a bucket. Throws `not_found` where the list is no longer there, or `from` begins no line. */
export async function readDifferencePage(
  directory: string,
  bucket: DifferenceBucket,
  { from, contains, most, withinMs, signal }: PageRequest,
): Promise<DifferencePage> {
  const until = performance.now() + withinMs;
  const needle = Buffer.from(contains);
  const found: DifferenceAt[] = [];
  let lineAt = from;
  for await (const line of differenceLines(directory, bucket, from, signal)) {
    const isLate = lineAt > from && performance.now() > until;
    if (found.length === most || isLate) return { found, next: lineAt };
    const difference = matching(line, needle, contains);
    if (difference !== null) found.push({ at: lineAt, difference });
    lineAt += line.length + 1;
  }
  return { found, next: null };
}

/** The difference whose line begins there. Throws `not_found`. */
export async function readDifferenceAt(
  directory: string,
  bucket: DifferenceBucket,
  at: number,
  signal: AbortSignal,
): Promise<Difference> {
  for await (const line of differenceLines(directory, bucket, at, signal)) return parsed(line);
  throw noSuchLine();
}

function matching(line: Buffer, needle: Buffer, contains: string): Difference | null {
  // JSON may escape a character of the text, so a line without it is only skipped where nothing in it is escaped.
  if (needle.length > 0 && !line.includes(needle) && !line.includes(BACKSLASH)) return null;
  const difference = parsed(line);
  const { id, routing } = difference;
  return contains === '' || id.includes(contains) || (routing?.includes(contains) ?? false) ? difference : null;
}

/** A position that begins no line comes from a changed address. */
function parsed(line: Buffer): Difference {
  try {
    return JSON.parse(line.toString('utf8')) as Difference;
  } catch (cause) {
    throw noSuchLine(cause);
  }
}

const noSuchLine = (cause?: unknown) =>
  new AppError('not_found', 'There is no difference at this position of the list.', {
    cause,
    hint: 'Reload the page.',
  });
