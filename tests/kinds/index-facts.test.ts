import { expect, test } from 'vitest';
import { aliasesFact, indicesFact } from '@/lib/kinds/index-facts.ts';

test('no index and no alias are words, not names that lead to a page', () => {
  expect(indicesFact('Before', [])).toEqual({ name: 'Before', value: 'nothing' });
  expect(aliasesFact('Aliases', [])).toEqual({ name: 'Aliases', value: 'none' });
});

test('names say what they are, and a long list counts the rest', () => {
  expect(indicesFact('From', ['a', 'b'])).toMatchObject({ value: 'a, b', of: 'index', code: true });
  expect(indicesFact('Indices', ['a', 'b', 'c'], 2)).toMatchObject({ value: 'a, b and 1 more', of: 'index' });
  expect(aliasesFact('Aliases', ['a', 'b'])).toMatchObject({ value: 'a and b', of: 'alias' });
});
