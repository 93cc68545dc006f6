import { expect, test } from 'vitest';
import { connectedFinding, noConnectionFinding, type NoConnection } from '../../../lib/doctor/words/connection.ts';

const none = (over: Partial<NoConnection>) =>
  noConnectionFinding({
    url: 'https://es.example.org:9200',
    code: null,
    otherAnswer: false,
    withinMs: 9_000,
    message: 'No connection to https://es.example.org:9200: its certificate has expired.',
    hint: 'The administrator of the cluster must renew it.',
    proxyVariable: null,
    ...over,
  });

test('says how long the answer took', () => {
  const url = 'http://127.0.0.1:9200';
  expect(connectedFinding({ url, tookMs: 11.6, refused: false })).toMatchObject({
    level: 'ok',
    what: `${url} answers in 12 ms.`,
  });
  expect(connectedFinding({ url, tookMs: 1_500, refused: false })).toMatchObject({ level: 'warning' });
  expect(connectedFinding({ url, tookMs: 3, refused: true })).toMatchObject({
    level: 'ok',
    what: `${url} answers in 3 ms, and refuses our credentials.`,
  });
});

test.each<[Partial<NoConnection>, string]>([
  [{ code: 'ECONNREFUSED' }, 'Nothing listens at https://es.example.org:9200: the connection was refused.'],
  [{ code: 'ENOTFOUND' }, 'The name es.example.org is not known.'],
  [{ code: 'EAI_AGAIN' }, 'The name service did not answer for es.example.org.'],
  [{ code: 'timed_out' }, 'https://es.example.org:9200 did not answer within 9.0 s.'],
  [{ code: 'EHOSTUNREACH' }, 'There is no way to the network of es.example.org.'],
  [
    { otherAnswer: true },
    'Something else than the cluster answers at https://es.example.org:9200: No connection to https://es.example.org:9200: its certificate has expired.',
  ],
  [{}, 'No connection to https://es.example.org:9200: its certificate has expired.'],
])('%j is a failure with its own words', (over, what) => {
  expect(none(over)).toMatchObject({ level: 'failure', what });
});

test('a variable of a proxy is named: the connection does not use it', () => {
  expect(none({ code: 'ETIMEDOUT', proxyVariable: 'HTTPS_PROXY' }).next).toMatch(/HTTPS_PROXY is set/);
  expect(none({ code: 'ETIMEDOUT' }).next).not.toMatch(/PROXY/);
});
