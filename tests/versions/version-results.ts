import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SERVERS } from '../../scripts/servers/versions.ts';

/** The results of these tests on one real server. */
export interface VersionResult {
  readBy: string;
  writtenBy: string;
  /** Servers whose backups it restored with all documents equal. */
  restoredFrom: Set<string>;
  /** Servers with a backup that it refused, with the message. */
  refusedFrom: Map<string, string>;
  oldDump: boolean;
  switched: boolean;
  cleaned: boolean;
  health: boolean;
}

export const emptyResult = (): VersionResult => ({
  readBy: '',
  writtenBy: '',
  restoredFrom: new Set(),
  refusedFrom: new Map(),
  oldDump: false,
  switched: false,
  cleaned: false,
  health: false,
});

export const serverName = (key: string): string =>
  key.startsWith('opensearch-') ? `OpenSearch ${key.slice('opensearch-'.length)}` : `Elasticsearch ${key}`;

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const TABLE = /(<!-- versions: begin -->\n)[\s\S]*?(<!-- versions: end -->)/;

/** The table of the README, from the results only. Without dates, so that an unchanged result changes no file. */
function formatTable(results: ReadonlyMap<string, VersionResult>): string {
  const yes = (passed: boolean) => (passed ? 'yes' : '**no**');
  const rows = [...results].map(([key, result]) => {
    const from =
      result.restoredFrom.size === SERVERS.length
        ? 'all of these'
        : [...result.restoredFrom].map(serverName).join(', ');
    return `| ${serverName(key)} | ${result.readBy} | ${result.writtenBy} | ${from} | ${yes(result.oldDump)} | ${yes(result.switched)} | ${yes(result.cleaned)} | ${yes(result.health)} |`;
  });
  return [
    'Written by `npm run test:versions`: a real server of each, every backup restored into every other and compared document by document.',
    '',
    '| server | a backup reads by | a restore writes through | takes backups of | es_dump_restore’s zip | switch, back | clean up | health |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'A field type or analyser that the target lacks is refused by name before anything is created; it can be dropped or overridden in the plan.',
    '',
  ].join('\n');
}

export function writeTable(results: ReadonlyMap<string, VersionResult>): void {
  const before = readFileSync(README, 'utf8');
  const after = before.replace(TABLE, (_, begin: string, end: string) => `${begin}${formatTable(results)}${end}`);
  if (after !== before) writeFileSync(README, after);
}
