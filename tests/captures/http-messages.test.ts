import { describe, expect, test } from 'vitest';
import { captureOf, postOf, readAll, recordOf, summaryOf } from './captures';

const withHeaders = (headers: string, body = '') => recordOf(`POST / HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
const chunked = (body: string) => withHeaders('Transfer-Encoding: chunked', body);

describe('a request', () => {
  test('keeps names, values, order and bytes of its headers', async () => {
    const bytes = Buffer.from('POST /caf\xe9 HTTP/1.1\r\nX-A: \t\xa0\xff \r\nx-a:2\r\nEmpty:\r\n\r\n', 'latin1');
    const record = Buffer.concat([Buffer.from('1 ab 150 0\n'), bytes, Buffer.from('\n🐵🙈🙉\n', 'utf8')]);
    const { found } = await readAll([captureOf(record)]);
    expect(found[0]).toMatchObject({
      target: '/caf\xe9',
      headers: [
        ['X-A', '\xa0\xff'],
        ['x-a', '2'],
        ['Empty', ''],
      ],
    });
    expect('raw' in found[0]! && found[0].raw).toEqual(bytes);
  });

  test.each(['//evil/x', 'http://other:9200/x', '@host/x', '/a%2Fb?x=%zz', '*'])(
    'keeps its target %s',
    async (target) => {
      expect(await summaryOf(recordOf(`GET ${target} HTTP/1.0\r\n\r\n`))).toEqual([`GET ${target} `]);
    },
  );

  test.each([
    ['no method', ' / HTTP/1.1'],
    ['a blank in its target', 'GET /a b HTTP/1.1'],
    ['a terminal escape in its target', 'GET /\x1b[2J HTTP/1.1'],
    ['another protocol', 'PRI * HTTP/2.0'],
    ['the bytes of TLS', '\x16\x03\x01'],
  ])('with %s is malformed', async (_, line) => {
    expect(await summaryOf(recordOf(`${line}\r\n\r\n`))).toEqual(['malformed at 0: It has no HTTP request line.']);
  });

  test.each([
    ['a control character in a header name', 'A\x07b: c', 'A header line has no valid name.'],
    ['a blank before the colon', 'Content-Length : 1', 'A header line has no valid name.'],
    ['a folded header', 'A: b\r\n c', 'A header line has no valid name.'],
    ['a control character in a header value', 'A: b\0c', 'A header value holds a control character.'],
    ['a line feed alone', 'A: b\nB: c', 'A header value holds a control character.'],
    ['two lengths', 'Content-Length: 1\r\ncontent-length: 2', 'Two Content-Length headers differ.'],
    ['a length with a sign', 'Content-Length: +1', 'A Content-Length is no number.'],
    ['two lengths in one header', 'Content-Length: 1, 1', 'A Content-Length is no number.'],
    ['another transfer encoding', 'Transfer-Encoding: gzip, chunked', 'Its transfer encoding is not plain chunked.'],
    [
      'both a length and chunks',
      'Content-Length: 1\r\nTransfer-Encoding: chunked',
      'It has both Content-Length and a chunked body.',
    ],
  ])('with %s is malformed', async (_, headers, why) => {
    expect(await summaryOf(withHeaders(headers, 'x'))).toEqual([`malformed at 0: ${why}`]);
  });

  test('may have the same length twice', async () => {
    expect(await summaryOf(withHeaders('Content-Length: 1\r\nContent-Length: 1', 'x'))).toEqual(['POST / x']);
  });

  test('whose body has no length is malformed', async () => {
    expect(await summaryOf(withHeaders('A: b', 'body'))).toEqual([
      'malformed at 0: It has a body, but no length of it.',
    ]);
  });

  test('is whole when other bytes follow its body, and these are malformed', async () => {
    expect(await summaryOf(recordOf(`${postOf('n=1')}, more`))).toEqual([
      'POST /government/documents n=1',
      'malformed at 0: The bytes behind a whole message are no message.',
    ]);
    expect(await summaryOf(recordOf(`${postOf('n=1')}\r\n`))).toEqual(['POST /government/documents n=1']);
  });

  test('with a head of more than 64 KiB is malformed', async () => {
    const long = withHeaders(`A: ${'b'.repeat(65_536)}`);
    const endless = recordOf(`POST / HTTP/1.1\r\n${'A: b\r\n'.repeat(20_000)}`);
    const why = 'malformed at 0: The head of the message is longer than 64 KiB.';
    expect(await summaryOf(long)).toEqual([why]);
    expect(await summaryOf(endless)).toEqual([why]);
  });
});

describe('a chunked body', () => {
  test('loses its framing, extensions and trailers', async () => {
    const body = '3\r\nabc\r\n00A;x=y\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n';
    expect(await summaryOf(chunked(body))).toEqual(['POST / abc0123456789']);
    expect(await summaryOf(chunked('0\r\n\r\n'))).toEqual(['POST / ']);
  });

  test('may be followed by another request', async () => {
    expect(await summaryOf(recordOf(chunkedText('3\r\nabc\r\n0\r\n\r\n') + postOf('n=1')))).toEqual([
      'POST / abc',
      'POST /government/documents n=1',
    ]);
  });

  test.each([
    ['a size that is no number', 'x\r\nabc\r\n0\r\n\r\n', 'A chunk of the body has no valid size.'],
    ['a negative size', '-3\r\nabc\r\n0\r\n\r\n', 'A chunk of the body has no valid size.'],
    ['a wrong size', '2\r\nabc\r\n0\r\n\r\n', 'A chunk of the body is longer than its size.'],
    ['an endless size line', `3;${'x'.repeat(10_000)}`, 'A line of the chunked body is too long.'],
  ])('with %s is malformed', async (_, body, why) => {
    expect(await summaryOf(chunked(body))).toEqual([`malformed at 0: ${why}`]);
  });

  test('that ends early is cut', async () => {
    const summary = await summaryOf(chunked('5\r\nabc') + recordOf(postOf('n=1')));
    expect(summary).toEqual([
      'cut at 0: The record ends inside the body of its message.',
      'POST /government/documents n=1',
    ]);
  });
});

const chunkedText = (body: string) => `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body}`;
