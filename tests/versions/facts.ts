import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SERVERS } from '../../scripts/servers/versions.ts';

/** The results of these tests on one real server. */
export interface VersionFacts {
  reads: string;
  writes: string;
  /** Servers whose backups it restored with all documents equal. */
  restoredFrom: Set<string>;
  /** Servers of whose backups it refused one, with the message of the refusal. */
  refusedFrom: Map<string, string>;
  oldDump: boolean;
  switched: boolean;
  cleaned: boolean;
  health: boolean;
}

export const emptyFacts = (): VersionFacts => ({
  reads: '',
  writes: '',
  restoredFrom: new Set(),
  refusedFrom: new Map(),
  oldDump: false,
  switched: false,
  cleaned: false,
  health: false,
});

export const nameOf = (key: string): string =>
  key.startsWith('opensearch-') ? `OpenSearch ${key.slice('opensearch-'.length)}` : `Elasticsearch ${key}`;

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const BETWEEN = /(<!-- versions: begin -->\n)[\s\S]*?(<!-- versions: end -->)/;

/** The README's table, only from the results of the run. Without dates, so that unchanged results change no file. */
function tableOf(facts: ReadonlyMap<string, VersionFacts>): string {
  const yesOrNo = (result: boolean) => (result ? 'yes' : '**no**');
  const rows = [...facts].map(([key, result]) => {
    const from =
      result.restoredFrom.size === SERVERS.length ? 'all of these' : [...result.restoredFrom].map(nameOf).join(', ');
    return `| ${nameOf(key)} | ${result.reads} | ${result.writes} | ${from} | ${yesOrNo(result.oldDump)} | ${yesOrNo(result.switched)} | ${yesOrNo(result.cleaned)} | ${yesOrNo(result.health)} |`;
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

export function writeTable(facts: ReadonlyMap<string, VersionFacts>): void {
  const before = readFileSync(README, 'utf8');
  const after = before.replace(BETWEEN, (_, begin: string, end: string) => `${begin}${tableOf(facts)}${end}`);
  if (after !== before) writeFileSync(README, after);
}
