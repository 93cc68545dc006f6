import { expect, test } from 'vitest';
import { otherAliasChecks } from '../../lib/aliases/other-alias-checks.ts';
import { anIndex } from '../support/an-index.ts';

const GENERATION = 'govuk-2026-11-28t03-55-00z-b4c164db';
const titlesOf = (alias: string, name: string, users: string[] = []) =>
  otherAliasChecks(alias, anIndex(name, { aliases: users })).map(({ level, detail }) => `${level}: ${detail}`);

test('an index that another alias points to, or whose name is of another alias, is named with that alias', () => {
  expect(titlesOf('metasearch', GENERATION)).toEqual([
    'warn: Its name says that it is an index of govuk. Searches through metasearch would find its documents instead.',
  ]);
  expect(titlesOf('metasearch', 'anything', ['govuk', 'search'])).toEqual([
    'warn: govuk and search point to it. Searches through metasearch would find its documents instead.',
  ]);
});

test('an index of the alias itself, or of no known alias, has no warning', () => {
  expect(titlesOf('govuk', GENERATION)).toEqual([]);
  expect(titlesOf('GovUK', GENERATION)).toEqual([]);
  expect(titlesOf('metasearch', 'anything', ['metasearch', 'govuk'])).toEqual([]);
  expect(titlesOf('metasearch', 'scratch')).toEqual([]);
});
