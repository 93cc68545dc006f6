import { expect, test } from 'vitest';
import { registerBasicCredentials, registerSecret, redact, redactDeep } from '../../lib/config/redact.ts';

/** Has a character that each encoding changes. */
const PASSWORD = 'pl@nted/"<&>é\\pass +w%rd~(7)';
const pair = `restorer:${PASSWORD}`;
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const base64 = (text: string) => Buffer.from(text).toString('base64');

registerBasicCredentials('restorer', PASSWORD);
registerSecret('elastic');

test.each([
  ['as it is', PASSWORD],
  ['in JSON', json(PASSWORD)],
  ['in JSON as a text in JSON', json(json(PASSWORD))],
  ['in an address', encodeURIComponent(PASSWORD)],
  ['in an address with small letters', encodeURIComponent(PASSWORD).replace(/%../g, (escape) => escape.toLowerCase())],
  ['in an address of a cluster', new URL(`http://restorer:${encodeURIComponent(PASSWORD)}@127.0.0.1/`).password],
  ['in a form', new URLSearchParams({ a: PASSWORD }).toString().slice(2)],
  [
    'in HTML',
    PASSWORD.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ],
  ['in base64', base64(PASSWORD)],
  ['in base64 without its end', base64(PASSWORD).replace(/=+$/, '')],
  ['as basic authentication', base64(pair)],
  ['as basic authentication in an address', encodeURIComponent(base64(pair))],
  ['as basic authentication in a file’s name', Buffer.from(pair).toString('base64url')],
])('a secret is removed from a text that has it %s', (_, form) => {
  expect(redact(`before (${form}) after`)).toBe('before ([hidden]) after');
  expect(JSON.stringify(redactDeep({ reason: [`before ${form} after`], [form]: form }))).not.toContain(json(form));
});

test.each(['http://name:secret@host/', 'http://:secret@host/', 'https://name:se:cr:et@host/'])(
  'the credentials in an address are removed: %s',
  (address) => {
    expect(redact(`see ${address}`)).toMatch(/^see https?:\/\/\[hidden\]@host\/$/);
  },
);

test('a long text takes linear time, for any content: any client may send one', () => {
  const before = performance.now();
  for (const piece of [
    ':',
    'a:',
    'http://',
    'http://a:',
    'authorization: basic ',
    'authorization:',
    'set-cookie',
    'bearer ',
    'rds1.',
    'rds_',
    ' ',
    '"',
    '%3A',
  ])
    redact(`http://${piece.repeat(Math.ceil(1_000_000 / piece.length))}`);
  expect(performance.now() - before).toBeLessThan(5000);
});

test('a secret that is a word is hidden as a whole word only', () => {
  expect(redact('elastic at elasticsearch, elastic.')).toBe('[hidden] at elasticsearch, [hidden].');
});
