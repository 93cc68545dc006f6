import { digestOfSpans } from '../archive/document-digest.ts';
import type { ComparedSide } from '../contract/comparison.ts';
import { formatCount, formatPercent, plural } from '../format.ts';
import type { OpenSide } from './open-side.ts';
import type { Both } from './read-both.ts';
import type { ReadDocument } from './record.ts';
import { indexCalled } from './index-called.ts';

/** With fewer documents the exact answer is there within seconds, too. */
const WORTH_FROM_DOCUMENTS = 500_000;
const SAMPLE_DOCUMENTS = 1_000;
const LIMIT_MS = 10_000;

/**
 * Looks a sample of each side up in the other one, where that can be asked for single documents, and tells what the exact
 * comparison will show, about. Never throws: the exact answer comes anyway.
 */
export async function estimate(
  sides: Both<OpenSide>,
  planned: Both<ComparedSide>,
  run: { signal: AbortSignal; tell: (sentence: string) => void },
  from = WORTH_FROM_DOCUMENTS,
): Promise<void> {
  if (sides.left.total + sides.right.total < from) return;
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(LIMIT_MS)]);
  for (const [name, other] of [
    ['left', 'right'],
    ['right', 'left'],
  ] as const) {
    try {
      const sampled = await lookUpSample(sides[name], sides[other], signal);
      if (sampled !== null) run.tell(sentenceOf(sampled, planned, name, other));
    } catch {
      // It was refused, or took too long.
    }
  }
}

interface Sampled {
  equal: number;
  different: number;
  missing: number;
}

/** null: the side is empty, or the other one can't be asked. */
async function lookUpSample(side: OpenSide, other: OpenSide, signal: AbortSignal): Promise<Sampled | null> {
  if (other.readByIds === null) return null;
  const sample = new Map<string, string>();
  const ids = new Set<string>();
  await side.sample(SAMPLE_DOCUMENTS, signal, (document) => {
    sample.set(keyOf(document), digestOf(document));
    ids.add(textOf(document.id));
  });
  if (sample.size === 0) return null;
  const found = { equal: 0, different: 0 };
  await other.readByIds(
    [...ids],
    (document) => {
      const digest = sample.get(keyOf(document));
      if (digest !== undefined) found[digest === digestOf(document) ? 'equal' : 'different']++;
    },
    () => null,
  );
  return { ...found, missing: sample.size - found.equal - found.different };
}

const textOf = ({ bytes, start, end }: ReadDocument['id']): string => bytes.toString('utf8', start, end);

const keyOf = ({ id, routing }: ReadDocument): string =>
  JSON.stringify([textOf(id), routing === null ? null : textOf(routing)]);

const digestOf = ({ id, routing, source }: ReadDocument): string => digestOfSpans(id, routing, source);

/** A backup is sampled from its beginning: where its documents were written in order, the sample is of the oldest ones. */
function sentenceOf(
  { equal, different, missing }: Sampled,
  planned: Both<ComparedSide>,
  name: 'left' | 'right',
  otherName: 'left' | 'right',
): string {
  const [side, other] = [planned[name], planned[otherName]];
  const all = equal + different + missing;
  const sample =
    side.kind === 'backup'
      ? `the first ${plural(all, 'document')} of the backup`
      : `a random sample of ${formatCount(all)} documents of ${indexCalled(side, name)}`;
  const share = (part: number) => formatPercent(part, all);
  return (
    `Estimate, from ${sample}: ${share(equal)} are equal in ${other.kind === 'index' ? indexCalled(other, otherName) : 'the backup'}, ` +
    `${share(different)} differ, ${share(missing)} are missing there.`
  );
}
