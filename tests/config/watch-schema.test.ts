import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEFAULT_LOSSES, ruleOf } from '../../lib/incidents/watch-settings.ts';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();
const watchOf = (yaml: string) => folder.load(cluster(yaml)).clusters[0]!.watch;
const defaults = { yellowForMs: 1_800_000, losses: DEFAULT_LOSSES, aliases: [] };

test.each([
  ['', defaults],
  ['watch: true', defaults],
  ['watch: {}', defaults],
  ['watch: false', null],
  ['watch: { yellowFor: 2h }', { ...defaults, yellowForMs: 7_200_000 }],
  ['watch: { losses: false }', { ...defaults, losses: null }],
  [
    'watch: { losses: { share: 20, documents: 5, within: 30m, for: 10s } }',
    { ...defaults, losses: { share: 20, documents: 5, withinMs: 1_800_000, holdMs: 10_000 } },
  ],
])('%j is read', (yaml, expected) => {
  expect(watchOf(yaml)).toEqual(expected);
});

test('an alias has its own numbers, and those of the cluster for the rest', () => {
  const watch = watchOf('watch: { losses: { documents: 7 }, aliases: { metasearch: { share: 50 } } }')!;
  expect(ruleOf(watch, 'metasearch')).toMatchObject({ losses: { ...DEFAULT_LOSSES, documents: 7, share: 50 } });
  expect(ruleOf(watch, 'government')).toEqual({
    losses: { ...DEFAULT_LOSSES, documents: 7 },
    movesExpected: false,
  });
});

test('an alias may lose documents, or be moved by others', () => {
  const watch = watchOf(
    'watch: { aliases: { "page-*": { moves: expected, losses: false }, a: { moves: expected } } }',
  )!;
  expect(ruleOf(watch, 'page-traffic')).toMatchObject({ losses: null, movesExpected: true });
  expect(ruleOf(watch, 'a')).toMatchObject({ losses: DEFAULT_LOSSES, movesExpected: true });
});

test('where losses are not watched, an alias with numbers of its own is', () => {
  const watch = watchOf('watch: { losses: false, aliases: { a: { share: 5 }, b: { moves: expected } } }')!;
  expect(ruleOf(watch, 'a').losses).toEqual({ ...DEFAULT_LOSSES, share: 5 });
  expect(ruleOf(watch, 'b').losses).toBeNull();
  expect(ruleOf(watch, 'c').losses).toBeNull();
});

test.each([
  ['watch: yes-please', 'watch: true, false, or settings'],
  ['watch: { losses: { share: 101 } }', 'watch.losses'],
  ['watch: { losses: { within: 2d } }', 'watch.losses'],
  ['watch: { aliases: { a: { losses: true } } }', 'watch.aliases.a.losses: '],
  ['watch: { aliases: { a: { losses: false, share: 5 } } }', 'watch.aliases.a: Either `losses: false`, or numbers'],
  ['watch: { aliases: { "a b": {} } }', 'watch.aliases'],
  ['watch: { yellowfor: 1h }', 'did you mean `yellowFor`'],
])('%j is a configuration error', (yaml, expected) => {
  expect(folder.loadError(cluster(yaml))).toContain(expected);
});

test('what the example file has as a comment is the default', () => {
  const example = readFileSync(fileURLToPath(new URL('../../restore-desk.example.yaml', import.meta.url)), 'utf8');
  const lines = example.split('\n');
  const from = lines.indexOf('    # watch:');
  const yaml = lines
    .slice(from, from + 5)
    .map((line) => line.replace('    # ', ''))
    .join('\n');
  const watch = watchOf(yaml)!;
  expect(watch).toMatchObject({ yellowForMs: defaults.yellowForMs, losses: DEFAULT_LOSSES });
  expect(ruleOf(watch, 'metasearch').losses?.share).toBe(50);
});
