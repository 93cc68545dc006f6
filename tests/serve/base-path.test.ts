import { expect, test } from 'vitest';
import { PLACEHOLDER, withBasePath, withoutPlaceholder } from '../../lib/serve/base-path.ts';

const stripped = (text: string) => {
  const found = withoutPlaceholder(Buffer.from(text));
  return found && { text: found.bytes.toString('utf8'), insertions: found.insertions };
};

test.each([
  ['one', `a="${PLACEHOLDER}/x"`, 'a="/x"', [3]],
  ['several', `${PLACEHOLDER} – ${PLACEHOLDER}${PLACEHOLDER}`, ' – ', [0, 5, 5]],
  ['the whole file', PLACEHOLDER, '', [0]],
  ['after a slash that is escaped in JSON', `"^\\\\${PLACEHOLDER}(?:\\\\/x)"`, '"^(?:\\\\/x)"', [2]],
  ['after a new line', `\n${PLACEHOLDER}`, '\n', [1]],
])('the placeholder is removed, and its places in bytes are known: %s', (_, before, text, insertions) => {
  expect(stripped(before)).toEqual({ text, insertions });
});

test('a file without the placeholder is as it was', () => {
  expect(stripped('/restore-desk-base-path')).toBeNull();
});

test.each(['', '/desk', '/tools/re.desk~1'])(
  'what has the sub-path “%s” inserted is as if it was built for it',
  (path) => {
    const before = `const a="${PLACEHOLDER}/é",b=\`${PLACEHOLDER}/\${c}\`;`;
    const { bytes, insertions } = withoutPlaceholder(Buffer.from(before))!;
    expect(withBasePath(bytes, insertions, path).toString('utf8')).toBe(before.replaceAll(PLACEHOLDER, path));
  },
);
