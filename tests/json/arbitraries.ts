import fc from 'fast-check';

export const bytesOf = (text: string) => Buffer.from(text, 'utf8');

/** Tokens in any order, so that valid and invalid JSON are both common. */
export const nearlyJson = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\"',
      '\\u00e',
      '\\ud800',
      'a',
      'é',
      '0',
      '1',
      '-',
      '.',
      'e',
      'E+',
      '1e5',
      '01',
      'true',
      'fals',
      'null',
      ' ',
      '\n',
      '\t',
      '\u0001',
      '""',
      '"k":',
      '{}',
      '[]',
      '12.50',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
/** Valid JSON with any indentation. */
export const validJson = fc
  .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, 2, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent));
