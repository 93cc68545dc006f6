import { describe, expect, test } from 'vitest';
import { readEntryName } from '../../lib/importing/entry-name.ts';

describe('a backup in a zip', () => {
  test.each([
    ['government.zip', 'government.zip'],
    ['var/es_dump/government.zip', 'government.zip'],
    ['./var//es_dump/./government.zip', 'government.zip'],
    ['es_dump\\government.zip', 'government.zip'],
    ['es_dump/GOVERNMENT.ZIP', 'GOVERNMENT.zip'],
    ['government/government-2018-01-08t03-00-00z.zip', 'government/government-2018-01-08t03-00-00z.zip'],
    [
      'var/es_dump/government/government-2018-01-08t03-00-00z-2.zip',
      'government/government-2018-01-08t03-00-00z-2.zip',
    ],
    // The folder is the alias; what it was in is not.
    ['es_dump/government-2018-01-08t03-00-00z.zip', 'government/government-2018-01-08t03-00-00z.zip'],
    ['page-traffic-2018-01-08t03-00-00z.zip', 'page-traffic/page-traffic-2018-01-08t03-00-00z.zip'],
    ['a+b%20=~é/a+b%20=~é-2018-01-08t03-00-00z.zip', 'a+b%20=~é/a+b%20=~é-2018-01-08t03-00-00z.zip'],
    ['__proto__.zip', '__proto__.zip'],
    ['c:old.zip', 'c:old.zip'],
    ['x:old/x:old-2018-01-08t03-00-00z.zip', 'x:old/x:old-2018-01-08t03-00-00z.zip'],
  ])('%s is imported as %s', (name, id) => {
    expect(readEntryName(name)).toEqual({ kind: 'backup', id });
  });

  test('keeps the folder of a long name, which is truncated in the name of the file', () => {
    const alias = 'a'.repeat(240);
    const file = `${'a'.repeat(200)}-2018-01-08t03-00-00z.zip`;
    expect(readEntryName(`${alias}/${file}`)).toEqual({ kind: 'backup', id: `${alias}/${file}` });
  });
});

test.each([
  ['a/manual.zip', 'a/manual.zip'],
  ['b/other-2018-01-08t03-00-00z.zip', 'b/other-2018-01-08t03-00-00z.zip'],
  ['manual.zip', 'manual.zip'],
  ['var/es_dump/manual.zip', 'manual.zip'],
])('%s of our own bundle is imported as %s', (name, id) => {
  expect(readEntryName(name, true)).toEqual({ kind: 'backup', id });
});

test.each(['../a.zip', '/a.zip', 'a\u202e/b.zip'])('%j is refused also of a bundle', (name) => {
  expect(readEntryName(name, true).kind).toBe('refused');
});

test.each([
  '/etc/cron.d/evil.zip',
  '/',
  'C:\\Windows\\evil.zip',
  'c:/evil.zip',
  '\\\\server\\share\\evil.zip',
  '../evil.zip',
  'a/../../evil.zip',
  'a\\..\\..\\evil.zip',
  '..',
  'a/..',
  '../folder/',
  'evil\u0000.zip',
  'evil\n.zip',
  'evil\u202epiz.zip',
  'evil\ufffd.zip',
  `${'a'.repeat(253)}.zip`,
])('%j is refused with a reason', (name) => {
  expect(readEntryName(name)).toEqual({ kind: 'refused', reason: expect.stringMatching(/^Its name .*\.$/) });
});

test.each(['README.txt', 'government', '.zip', '.government.zip', '__MACOSX/._government.zip', 'a/.b/c.zip', ''])(
  '%j is another file',
  (name) => {
    expect(readEntryName(name)).toEqual({ kind: 'other' });
  },
);

test('a name that ends in a slash is a folder', () => {
  expect(readEntryName('var/es_dump/')).toEqual({ kind: 'folder' });
  expect(readEntryName('es_dump\\')).toEqual({ kind: 'folder' });
});
