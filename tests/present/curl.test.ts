import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curlOf, curlScript } from '@/lib/present/curl.ts';

/** The command's arguments after a shell has parsed it, one a line, with curl replaced by printf. */
const wordsOf = (command: string) =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], {
    env: { ...process.env, ELASTICSEARCH_URL: 'http://x' },
  })
    .toString('utf8')
    .split('\0')
    .slice(0, -1);

test('a shell passes any body unchanged', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const body = JSON.stringify({ value }, null, 2);
      expect(wordsOf(curlOf({ method: 'PUT', path: '/a', body }))).toEqual([
        '-X',
        'PUT',
        'http://x/a',
        '-H',
        'content-type: application/json',
        '--data-binary',
        body,
      ]);
    }),
    { numRuns: 25 },
  );
});

test('a hostile name remains one argument, and a note one comment', () => {
  expect(wordsOf(curlOf({ method: 'DELETE', path: `/a'; touch /nowhere; '$(id)\`id\`` }))).toEqual([
    '-X',
    'DELETE',
    `http://x/a'; touch /nowhere; '$(id)\`id\``,
  ]);
  expect(wordsOf(curlScript([{ method: 'GET', path: '/', note: 'first\ncurl second' }]))).toEqual([
    '-X',
    'GET',
    'http://x/',
  ]);
});

test('bulk lines are sent as lines', () => {
  expect(curlOf({ method: 'POST', path: '/_bulk', body: '{"index":{}}\n{"a":1}\n' })).toContain('application/x-ndjson');
});
