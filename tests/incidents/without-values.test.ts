import { expect, test } from 'vitest';
import { withoutValues } from '../../lib/incidents/without-values.ts';

const BEGINNING = '3 documents were rejected.';

test.each([
  "failed to parse field [age] of type [long] in document with id 'planted'. Preview of field's value: 'planted'",
  'mapper_parsing_exception: planted',
  'document_parsing_exception: [1:12] planted',
  'For input string: "planted"',
  'Document contains at least one immense term in field="t", the prefix of the first immense term is: \'[112, planted]\'',
  'object mapping for [a] tried to parse field [a] as object, but found planted',
  'failed to parse field [planted value ] of type [long]',
  "Text 'planted' could not be parsed at index 0",
  "'planted' is not an IP string literal.",
  'Value [planted] is out of range for an integer',
  'Numeric value (planted) out of range of int (-2147483648 - 2147483647)',
  'illegal latitude value [planted] for location',
  'illegal longitude value [planted] for location',
  '[planted]: version conflict, document already exists (current version [1])',
  '[a [planted] id]: version conflict, required seqNo [1]',
  'Failed to parse object: Preview of invalid vector: [planted]',
])('values of documents are left out of %s', (reason) => {
  const cut = withoutValues(`${BEGINNING} ${reason}`);
  expect(cut).toMatch(/^3 documents were rejected\..* \(the rest may repeat a document, and is left out\)$/);
  for (const each of [cut, withoutValues(reason)]) expect(each).not.toContain('planted');
  expect(withoutValues(cut)).toBe(cut);
});

test('the words before a value are kept', () => {
  expect(withoutValues("failed to parse field [geo.lat] of type [float] in document with id '1'")).toBe(
    'failed to parse field [geo.lat] of type [float] (the rest may repeat a document, and is left out)',
  );
  expect(withoutValues('[1]: version conflict')).toBe('The reason may repeat a document, and is left out.');
});

test('another reason is as it was, and not too long', () => {
  const reason = 'The index [products-2] is blocked: disk usage exceeded flood-stage watermark.';
  expect(withoutValues(reason)).toBe(reason);
  expect(withoutValues('x'.repeat(5_000))).toHaveLength(500);
});

test('a long reason of brackets takes no time', () => {
  const began = performance.now();
  withoutValues(`${'['.repeat(200_000)} out of range`);
  withoutValues(`${'value ('.repeat(50_000)}`);
  expect(performance.now() - began).toBeLessThan(1_000);
});
