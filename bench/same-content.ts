import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from '../scripts/servers/answers.ts';
import { DocumentPartitions, type DocumentRecord } from './document-partitions.ts';

interface DocumentName {
  id: string;
  routing: string | null;
}

/** How many documents, and the first of them. */
interface Found {
  count: number;
  /** At most 10. */
  first: DocumentName[];
}

/** One index as the comparison found it. */
export interface ComparedIndex {
  index: string;
  documents: number;
  /** Documents that the other index does not have with the same id, routing and source. */
  unmatched: Found;
  /** Documents that were read with an id and routing that were read before. */
  repeated: Found;
}

const NAMED = 10;
/** What one partition holds of each index, on average: a few MB of memory, however many documents there are. */
const DOCUMENTS_PER_PARTITION = 20_000;

/** Throws, and names the first documents that differ, unless every id, routing and source is the same in both indices. */
export async function sameContent(url: string, one: string, two: string): Promise<string> {
  const compared = await compareContent(url, one, two);
  if (compared.every(({ unmatched, repeated }) => unmatched.count + repeated.count === 0))
    return `${String(compared[0].documents)} documents, all equal`;
  throw new Error(compared.map(describe).join('\n'));
}

/**
 * Compares two indices in flat memory: both are read by a reader that shares no code with the product, what was read is
 * kept on the disk in partitions, and partition after partition is compared. Sources are compared by their SHA-256.
 */
export async function compareContent(url: string, one: string, two: string): Promise<[ComparedIndex, ComparedIndex]> {
  const folder = await mkdtemp(join(tmpdir(), 'restore-desk-compare-'));
  try {
    const largest = Math.max(await countDocuments(url, one), await countDocuments(url, two));
    const partitions = Math.max(1, Math.ceil(largest / DOCUMENTS_PER_PARTITION));
    const left = await DocumentPartitions.ofIndex(url, one, join(folder, 'one'), partitions);
    const right = await DocumentPartitions.ofIndex(url, two, join(folder, 'two'), partitions);
    const compared: [ComparedIndex, ComparedIndex] = [emptyResult(one, left), emptyResult(two, right)];
    for (let partition = 0; partition < partitions; partition++) {
      const [ofLeft, ofRight] = [await left.read(partition), await right.read(partition)];
      comparePartition(compared[0], ofLeft, ofRight);
      comparePartition(compared[1], ofRight, ofLeft);
    }
    return compared;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function countDocuments(url: string, index: string): Promise<number> {
  const answer = await ask(`${url}/${encodeURIComponent(index)}/_count`, { timeoutMs: 120_000 });
  if (answer.status !== 200) throw new Error(`${index}: ${String(answer.status)} ${answer.text.slice(0, 500)}`);
  return (JSON.parse(answer.text) as { count: number }).count;
}

const emptyResult = (index: string, { documents }: DocumentPartitions): ComparedIndex => ({
  index,
  documents,
  unmatched: { count: 0, first: [] },
  repeated: { count: 0, first: [] },
});

/** Adds to `result` what one partition of its index has that the same partition of the other index does not have. */
function comparePartition(
  result: ComparedIndex,
  records: readonly DocumentRecord[],
  others: readonly DocumentRecord[],
): void {
  const inOther = new Set(others.map((record) => JSON.stringify(record)));
  const names = new Set<string>();
  for (const record of records) {
    const name = JSON.stringify(record.slice(0, 2));
    if (!inOther.has(JSON.stringify(record))) add(result.unmatched, record);
    if (names.has(name)) add(result.repeated, record);
    names.add(name);
  }
}

function add(found: Found, [id, routing]: DocumentRecord): void {
  found.count++;
  if (found.first.length < NAMED) found.first.push({ id, routing });
}

function describe({ index, documents, unmatched, repeated }: ComparedIndex): string {
  return [
    `${index}: ${String(documents)} documents, ${String(unmatched.count)} differ from the other index`,
    unmatched.count > 0 ? ` (first: ${listed(unmatched)})` : '',
    repeated.count > 0 ? `, ${String(repeated.count)} came more than once (first: ${listed(repeated)})` : '',
    '.',
  ].join('');
}

const listed = ({ first }: Found): string =>
  first.map(({ id, routing }) => (routing === null ? id : `${id} with routing ${routing}`)).join(', ');
