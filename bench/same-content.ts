import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendRequest } from '../scripts/servers/send-request.ts';
import { DocumentPartitions, type DocumentRecord } from './document-partitions.ts';

interface DocumentName {
  id: string;
  routing: string | null;
}

/** The number of documents, and the first of them. */
interface Found {
  count: number;
  /** At most 10. */
  first: DocumentName[];
}

/** The comparison's result for one index. */
export interface ComparedIndex {
  index: string;
  documents: number;
  /** Documents that the other index does not have with the same id, routing and source. */
  unmatched: Found;
  /** Documents whose id and routing had been read before. */
  repeated: Found;
}

const MAX_LISTED = 10;
/** Of each index, on average: a few MB of memory, independent of the number of documents. */
const DOCUMENTS_PER_PARTITION = 20_000;

/**
 * Throws, and names the first documents that differ, unless every id, routing and source is the same in both indices.
 */
export async function sameContent(url: string, one: string, two: string): Promise<string> {
  const compared = await compareContent(url, one, two);
  if (compared.every(({ unmatched, repeated }) => unmatched.count + repeated.count === 0))
    return `${String(compared[0].documents)} documents, all equal`;
  throw new Error(compared.map(describe).join('\n'));
}

/**
 * Compares two indices in constant memory: a reader that shares no code with the product reads both into partitions on
 * the disk, and one partition after the other is compared. Sources are compared by their SHA-256.
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
  const response = await sendRequest(`${url}/${encodeURIComponent(index)}/_count`, { timeoutMs: 120_000 });
  if (response.status !== 200) throw new Error(`${index}: ${String(response.status)} ${response.text.slice(0, 500)}`);
  return (JSON.parse(response.text) as { count: number }).count;
}

const emptyResult = (index: string, { documents }: DocumentPartitions): ComparedIndex => ({
  index,
  documents,
  unmatched: { count: 0, first: [] },
  repeated: { count: 0, first: [] },
});

/**
 * Adds to `result` the documents that one partition of its index has and the same partition of the other index has not.
 */
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
  if (found.first.length < MAX_LISTED) found.first.push({ id, routing });
}

function describe({ index, documents, unmatched, repeated }: ComparedIndex): string {
  return [
    `${index}: ${String(documents)} documents, ${String(unmatched.count)} differ from the other index`,
    unmatched.count > 0 ? ` (first: ${formatList(unmatched)})` : '',
    repeated.count > 0 ? `, ${String(repeated.count)} came more than once (first: ${formatList(repeated)})` : '',
    '.',
  ].join('');
}

const formatList = ({ first }: Found): string =>
  first.map(({ id, routing }) => (routing === null ? id : `${id} with routing ${routing}`)).join(', ');
