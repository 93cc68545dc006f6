import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serverName } from './version-results.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const TABLE = /(<!-- snapshots: begin -->\n)([\s\S]*?)(<!-- snapshots: end -->)/;

const COLUMNS = [
  'register, verify',
  'take',
  'take during writes',
  'restore, compared',
  'restored by another installation',
  'delete',
  'clean up',
] as const;
type Column = (typeof COLUMNS)[number];

/** By the server's key: what came out in a test of these columns. */
export type SnapshotResults = Map<string, Partial<Record<Column, string>>>;

/**
 * Writes the columns that a test file has results of into the README's table, and keeps the others, which another file writes.
 * Without dates, so that an unchanged result changes no file.
 */
export function writeSnapshotColumns(results: SnapshotResults): void {
  const before = readFileSync(README, 'utf8');
  const rows = cellsOf(TABLE.exec(before)?.[2] ?? '');
  for (const [key, cells] of results) rows.set(serverName(key), { ...rows.get(serverName(key)), ...cells });
  const after = before.replace(TABLE, (_, begin: string, __: string, end: string) => begin + format(rows) + end);
  if (after !== before) writeFileSync(README, after);
}

type Rows = Map<string, Partial<Record<Column, string>>>;

function cellsOf(table: string): Rows {
  const rows: Rows = new Map();
  for (const line of table.split('\n').filter((text) => /^\| (?:Elasticsearch|OpenSearch) /.test(text))) {
    const [server, ...cells] = line.slice(2, -2).split(' | ');
    rows.set(server!, Object.fromEntries(COLUMNS.map((column, at) => [column, cells[at] ?? 'not run'])));
  }
  return rows;
}

const format = (rows: Rows): string =>
  [
    'Written by the same run: snapshots in a folder (`fs`) of each server.',
    '',
    `| server | ${COLUMNS.join(' | ')} |`,
    `| --- |${' --- |'.repeat(COLUMNS.length)}`,
    ...[...rows].map(
      ([server, cells]) => `| ${server} | ${COLUMNS.map((column) => cells[column] ?? 'not run').join(' | ')} |`,
    ),
    '',
    '`exact`: nothing was written meanwhile, so each shard is compared with its number; `bracketed`: the documents lie between two numbers that are',
    'named. `equal`: compared by content; `counted`: by the number in each shard; `unknown`: Elasticsearch 6 keeps no numbers with a snapshot.',
    '',
  ].join('\n');
