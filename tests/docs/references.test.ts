import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseArguments, requireVerb, withVerbInOneWord } from '../../lib/cli/parse-arguments.ts';
import { configurationSchema } from '../../lib/config/schema.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(project, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (page: string): string => readFileSync(join(project, page), 'utf8');
const EXAMPLE = /^```(\w*)\n([\s\S]*?)^```$/gm;
const textOf = (page: string): string => read(page).replaceAll(EXAMPLE, '');
const examplesOf = (page: string): { language: string; example: string }[] =>
  [...read(page).matchAll(EXAMPLE)].map(([, language, example]) => ({ language: language!, example: example! }));
/** What is between backticks. */
const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

/** A test may be named without its ending. */
const isThere = (path: string): boolean =>
  ['', '.ts', '.test.ts', '.test.tsx'].some((ending) => existsSync(join(project, `${path}${ending}`)));

/** As GitHub names the headings of a page. */
const anchorsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  test('links to pages and headings that exist', () => {
    const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^https?:/.test(link));
    const dead = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(join(project, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(dead).toEqual([]);
  });

  test('names files of the project that exist', () => {
    const tables = page === 'SECURITY.md' ? /^\|.*$/gm : /^$/gm;
    const named = codeIn(textOf(page).replaceAll(tables, ''))
      .filter((code) => /^(?:app|bench|bin|components|lib|scripts|tests)\/\S+$/.test(code))
      // Examples: a kind that is still to be written, folders of a kind or of a version, several files at once.
      .filter((path) => !/[*…<{]|\/reindex\/|-N\//.test(path));
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });
});

test.each([
  ['SECURITY.md', 'tests/'],
  ['docs/reliability.md', 'tests/faults/'],
])('the tests in the last column of %s exist, in %s', (page, folder) => {
  const named = [...read(page).matchAll(/^\|.*\| ([^|]+) \|$/gm)].flatMap(([, cell]) => codeIn(cell!));
  expect(named.length).toBeGreaterThan(50);
  const isNamed = (name: string) => isThere(`${folder}${name}`) || (name.startsWith('tests/') && isThere(name));
  expect(named.filter((name) => name !== 'tests/' && !isNamed(name))).toEqual([]);
});

test('every example of a command in docs/ has a command, arguments and options that exist', () => {
  const commands = pages
    .filter((page) => page.startsWith('docs/'))
    .flatMap(examplesOf)
    .filter(({ language }) => language === '')
    .flatMap(({ example }) => example.replaceAll(/\\\n\s*/g, ' ').split('\n'))
    .flatMap((line) => /^restore-desk (.+?)(?:\s+#.*)?$/.exec(line)?.[1] ?? [])
    .filter((command) => !command.startsWith('user '));
  expect(commands.length).toBeGreaterThan(25);
  const wrong = commands.flatMap((command) => {
    const [verb = '', ...rest] = withVerbInOneWord(wordsOf(command));
    try {
      parseArguments(requireVerb(verb), rest);
      return [];
    } catch (error) {
      return [`${command}: ${(error as Error).message}`];
    }
  });
  expect(wrong).toEqual([]);
});

/** As a shell splits it: quotes are removed. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|(?:\$\([^)]*\)|\S)+/g)].map(([all, one, two]) => one ?? two ?? all);

test('docs/configuration.md has every key of the configuration', () => {
  const page = 'docs/configuration.md';
  const code = [...codeIn(textOf(page)), ...examplesOf(page).map(({ example }) => example)].join('\n');
  const words = new Set(code.split(/\W+/));
  const keys = keysOf(z.toJSONSchema(configurationSchema, { io: 'input', unrepresentable: 'any' }));
  expect(keys.size).toBeGreaterThan(70);
  expect([...keys].filter((key) => !words.has(key))).toEqual([]);
});

/** The names of all properties, at whatever depth. */
function keysOf(schema: unknown, keys = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return keys;
  for (const [name, value] of Object.entries(schema)) {
    if (name === 'properties') for (const key of Object.keys(value as object)) keys.add(key);
    keysOf(value, keys);
  }
  return keys;
}
