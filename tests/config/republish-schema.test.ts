import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();
const command = (text: string) => cluster(`republish:\n  - name: Publisher\n    command: ${text}`);

test('a cluster has no commands for its publishers without the key', () => {
  expect(folder.load(cluster('')).clusters[0]!.republish).toEqual([]);
});

test.each([
  ['"rake {from} {to} {alias}"', 'rake {from} {to} {alias}'],
  ['"send ${HOME} {from} {} [0-9]{2}"', 'send ${HOME} {from} {} [0-9]{2}'],
  ['|\n      send {from}', 'send {from}'],
])('the command %j is accepted', (yaml, expected) => {
  expect(folder.load(command(yaml)).clusters[0]!.republish).toEqual([{ name: 'Publisher', command: expected }]);
});

test.each([
  [
    command('"rake {since}"'),
    '[0].command: There is no placeholder {since}: a command may have {from}, {to} and {alias}.',
  ],
  [command('"rake {to}"'), '[0].command: The command has no {from}'],
  [command('"rake ${from}"'), '[0].command: The command has no {from}'],
  [command('"rake {from}\\nreboot"'), '[0].command: One line without control characters is needed.'],
  [cluster('republish:\n  - { command: "a {from}" }'), '[0].name: This key is needed.'],
  [
    cluster('republish: [{ name: a, command: "a {from}" }, { name: a, command: "b {from}" }]'),
    ': Two commands have the same name.',
  ],
])('%j is a configuration error', (yaml, expected) => {
  expect(folder.loadError(yaml)).toContain(`clusters.production.republish${expected}`);
});

test('what the example file has as a comment is valid', () => {
  const example = readFileSync(fileURLToPath(new URL('../../restore-desk.example.yaml', import.meta.url)), 'utf8');
  const lines = example.split('\n');
  const from = lines.indexOf('    # replay:');
  const commented = lines
    .slice(from, lines.indexOf('  staging:'))
    .filter((line) => !/^ {4}# [A-Z]|^ {4}#?$|^$/.test(line));
  const yaml = commented.map((line) => line.replace('    # ', '')).join('\n');
  const { replay, republish } = folder.load(cluster(yaml), { SEARCH_APP_TOKEN: 'of-the-search-app' }).clusters[0]!;
  expect(replay!.targets.map(({ name }) => name)).toEqual(['search-app']);
  expect(republish.map(({ name }) => name)).toEqual(['Publishing API', 'Whitehall']);
});
