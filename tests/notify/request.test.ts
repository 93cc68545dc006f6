import { afterEach, describe, expect, test } from 'vitest';
import { sendByHttp, type Attempt } from '../../lib/notify/request.ts';
import { makeAuthority } from '../support/certificates.ts';
import { HANGS, startReceiver, type Behaviour, type Receiver } from './receiver.ts';

const started: Receiver[] = [];
afterEach(async () => {
  for (const receiver of started.splice(0)) await receiver.close();
});
async function receiverThat(behaviour: Behaviour, tls?: { cert: string; key: string }): Promise<Receiver> {
  const receiver = await startReceiver(behaviour, tls);
  started.push(receiver);
  return receiver;
}

const send = (url: string, { ca = null, ...attempt }: Partial<Attempt> & { ca?: string | null } = {}) =>
  sendByHttp(
    { url, headers: { 'content-type': 'application/json' }, body: '{"a":"é"}' },
    { ca },
    {
      privateNetwork: true,
      signal: new AbortController().signal,
      ...attempt,
    },
  );

test('one POST, with the answer for people', async () => {
  const receiver = await receiverThat({ status: 202, body: ' taken\r\n by \u0007me ' });
  expect(await send(`${receiver.url}/in?x=1`)).toEqual({
    ok: true,
    answer: '202 Accepted: taken by \\x07me',
    retryAfterMs: null,
  });
  expect(receiver.requests).toMatchObject([{ method: 'POST', path: '/in?x=1', body: '{"a":"é"}' }]);
  expect(receiver.requests[0]!.headers).toMatchObject({ 'content-length': '10', 'content-type': 'application/json' });
});

describe('a receiver that', () => {
  test.each([
    [400, true],
    [401, undefined],
    [404, undefined],
    [410, undefined],
    [413, true],
    [422, true],
    [429, undefined],
    [500, undefined],
    [503, undefined],
  ])('answers %i has not taken it; it refuses this message alone: %s', async (status, refused) => {
    const { url } = await receiverThat({ status, body: '' });
    const result = await send(url);
    expect(result).toMatchObject({ ok: false, answer: expect.stringMatching(new RegExp(`^${status} `)) as string });
    expect(result.refused).toBe(refused);
  });

  test.each([301, 302, 303, 307, 308])('redirects with %i is not followed', async (status) => {
    const other = await receiverThat(200);
    const { url } = await receiverThat({ status, headers: { location: `${other.url}/planted` } });
    const result = await send(url);
    expect(result.ok).toBe(false);
    expect(result.answer).toContain('not followed');
    expect(result.answer).not.toContain('planted');
    expect(other.requests).toEqual([]);
  });

  test('asks for a pause says how long', async () => {
    const receiver = await receiverThat({ status: 429, headers: { 'retry-after': '7' } });
    expect(await send(receiver.url)).toMatchObject({ ok: false, retryAfterMs: 7_000 });
    const at = new Date(Date.now() + 60_000).toUTCString();
    receiver.behave({ status: 503, headers: { 'retry-after': at } });
    expect((await send(receiver.url)).retryAfterMs! / 1000).toBeCloseTo(60, -1);
    receiver.behave({ status: 429, headers: { 'retry-after': 'soon' } });
    expect((await send(receiver.url)).retryAfterMs).toBeNull();
  });

  test('hangs is left after the time that it has', async () => {
    const { url } = await receiverThat(HANGS);
    expect(await send(url, { timeoutMs: 300 })).toEqual({
      ok: false,
      answer: 'No answer within 0.3 s.',
      retryAfterMs: null,
    });
  });

  test('has taken it, and whose answer never ends, has taken it', async () => {
    const receiver = await receiverThat((response) => response.writeHead(200).write('beginning'));
    expect(await send(receiver.url, { timeoutMs: 300 })).toMatchObject({ ok: true, answer: '200 OK: beginning' });
  });

  test('answers without an end is read up to 4 kB', async () => {
    const receiver = await receiverThat((response) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', write);
      };
      write();
    });
    expect((await send(receiver.url)).answer).toHaveLength('200 OK: '.length + 4_096);
  });

  test('closes the connection without an answer has perhaps not taken it', async () => {
    const { url } = await receiverThat((response) => response.destroy());
    expect(await send(url)).toMatchObject({ ok: false, answer: 'No answer: the connection was closed (ECONNRESET).' });
  });

  test('is not there is named by the reason, never by its address', async () => {
    const receiver = await receiverThat(200);
    await receiver.close();
    expect(await send(`${receiver.url}/planted`)).toMatchObject({
      ok: false,
      answer: 'No answer: the connection was refused (ECONNREFUSED).',
    });
    const unknown = await send('https://planted.invalid/');
    expect(unknown.ok).toBe(false);
    expect(unknown.answer).not.toContain('planted');
  });
});

describe('without privateNetwork nothing reaches this machine', () => {
  const refused = { ok: false, answer: expect.stringContaining('of a private network or of this machine') as string };

  test.each(['127.0.0.1', '[::1]', '0x7f.1', '[::ffff:127.0.0.1]', '0.0.0.0', '169.254.169.254'])(
    'by %s',
    async (host) => {
      const receiver = await receiverThat(200);
      expect(await send(`http://${host}:${String(receiver.port)}/`, { privateNetwork: false })).toMatchObject(refused);
      expect(receiver.requests).toEqual([]);
    },
  );

  test('by a name that leads to it', async () => {
    const receiver = await receiverThat(200);
    const url = `http://localhost:${String(receiver.port)}/`;
    expect(await send(url, { privateNetwork: false })).toMatchObject(refused);
    expect(receiver.requests).toEqual([]);
    expect(await send(url)).toMatchObject({ ok: true });
  });
});

describe('https', () => {
  const authority = makeAuthority('an authority');

  test('is checked by the certificate that is named', async () => {
    const { url } = await receiverThat(200, authority.forServer(['127.0.0.1']));
    expect(await send(url, { ca: authority.cert })).toMatchObject({ ok: true });
    expect((await send(url)).answer).toContain('unknown authority: name that as `ca`');
    expect((await send(url, { ca: makeAuthority('another').cert })).ok).toBe(false);
  });

  test('to a server of another name is refused', async () => {
    const { url } = await receiverThat(200, authority.forServer(['hook.example.org']));
    expect((await send(url, { ca: authority.cert })).answer).toBe(
      'No answer: its certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID).',
    );
  });
});
