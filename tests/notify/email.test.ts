import { afterEach, describe, expect, test } from 'vitest';
import type { MailAccess, MailChannel } from '../../lib/config/configuration.ts';
import { sendMail } from '../../lib/notify/channels/email.ts';
import { incidentText, testText } from '../../lib/notify/message.ts';
import { makeAuthority } from '../support/certificates.ts';
import { startRawServer } from '../support/raw-server.ts';
import { startMailServer, type MailServer } from './mail-server.ts';
import { incidentBody, NOW, outgoing } from './message-rows.ts';

const authority = makeAuthority('an authority');
const certificate = authority.forServer(['localhost', '127.0.0.1']);
const signsIn: Parameters<typeof startMailServer>[0] = {
  ...certificate,
  onAuth: ({ password, username }, _, callback) =>
    callback(username === 'desk' && password === 'right' ? null : new Error('535 no such user'), { user: username }),
};
const withoutTls: Parameters<typeof startMailServer>[0] = {
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
};

const started: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
});
async function mailServer(options: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(options);
  started.push(server);
  return server;
}

const channelTo = (port: number, access: Partial<MailAccess> = {}, over: Partial<MailChannel> = {}): MailChannel => ({
  name: 'mail',
  kind: 'email',
  privateNetwork: true,
  from: 'Restore Desk <desk@example.org>',
  to: ['ann@example.org', 'ben@example.org'],
  server: 'localhost',
  access: { host: 'localhost', port, tls: 'starttls', ca: authority.cert, auth: null, ...access },
  ...over,
});
const RIGHT = { username: 'desk', password: 'right' };
const began = { delivery: 'd-1', text: incidentText(outgoing(incidentBody())) };
const send = (channel: MailChannel, mail = began, timeoutMs?: number) =>
  sendMail(channel, mail, { signal: new AbortController().signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) });

test('with STARTTLS and a password, to all recipients', async () => {
  const server = await mailServer(signsIn);
  const result = await send(channelTo(server.port, { auth: RIGHT }));
  expect(result).toEqual({ ok: true, answer: '250 taken', retryAfterMs: null });
  const [mail] = server.mails;
  expect(mail).toMatchObject({
    from: 'desk@example.org',
    to: ['ann@example.org', 'ben@example.org'],
    secure: true,
    user: 'desk',
  });
  const [head, text] = mail!.raw.split('\r\n\r\n');
  expect(head!.replace(/\r\n\s+/g, ' ')).toContain('Message-ID: <d-1@example.org>');
  expect(head).toContain('Auto-Submitted: auto-generated');
  expect(head).toMatch(/^Subject: .*government/m);
  expect(text).toContain('Critical: government lost');
  expect(mail!.raw).toContain('/production/incidents/12');
});

test('with TLS from the first byte', async () => {
  const server = await mailServer({ ...signsIn, secure: true });
  expect(await send(channelTo(server.port, { tls: 'required', auth: RIGHT }))).toMatchObject({ ok: true });
  expect(server.mails).toMatchObject([{ secure: true, user: 'desk' }]);
});

test('without TLS only where the channel says so', async () => {
  const server = await mailServer(withoutTls);
  expect(await send(channelTo(server.port, { tls: 'off', ca: null }))).toMatchObject({ ok: true });
  expect(server.mails).toMatchObject([{ secure: false, user: null }]);
});

test('no line break of a name begins a header, and none a second mail', async () => {
  const server = await mailServer(withoutTls);
  const subject = 'gov\r\nBcc: planted@example.org\r\n.\r\nRCPT TO:<planted@example.org>';
  const hostile = { delivery: 'd-2', text: incidentText(outgoing(incidentBody({ subject }))) };
  expect(await send(channelTo(server.port, { tls: 'off', ca: null }), hostile)).toMatchObject({ ok: true });
  expect(server.mails).toHaveLength(1);
  expect(server.mails[0]!.to).toEqual(['ann@example.org', 'ben@example.org']);
  const head = server.mails[0]!.raw.split('\r\n\r\n')[0]!;
  expect(head).not.toMatch(/^(?:Bcc|RCPT)/im);
});

describe('nothing is sent', () => {
  const port = async (options: Parameters<typeof startMailServer>[0]): Promise<[MailServer, number]> => {
    const server = await mailServer(options);
    return [server, server.port];
  };

  test.each<[string, Parameters<typeof startMailServer>[0], Partial<MailAccess>, string]>([
    [
      'with a wrong password',
      signsIn,
      { auth: { username: 'desk', password: 'wrong' } },
      'refused the user name or the password',
    ],
    ['without the password that is wanted', signsIn, {}, 'uthentication'],
    ['to a server without STARTTLS', withoutTls, {}, 'can’t be encrypted'],
    ['to a server without STARTTLS, with a password', withoutTls, { auth: RIGHT }, 'can’t be encrypted'],
    ['to a server of an unknown authority', signsIn, { auth: RIGHT, ca: null }, 'unknown authority'],
    [
      'to a server whose certificate is for another name',
      { ...signsIn, ...authority.forServer(['mail.example.org']) },
      { auth: RIGHT },
      'for another name',
    ],
    ['with TLS to a server that speaks plain text first', withoutTls, { tls: 'required' }, ''],
  ])('%s', async (_, options, access, answer) => {
    const [server, at] = await port(options);
    const result = await send(channelTo(at, access));
    expect(result.ok).toBe(false);
    expect(result.answer).toContain(answer);
    expect(result.answer).not.toContain('wrong"');
    expect(server.mails).toEqual([]);
  });

  test('to recipients that are all refused; where one is taken, the answer names the other', async () => {
    const refusing = (refused: string[]) => ({
      ...withoutTls,
      onRcptTo: ({ address }: { address: string }, __: unknown, callback: (error?: Error) => void) =>
        callback(refused.includes(address) ? new Error('550 no such mailbox') : undefined),
    });
    const all = await mailServer(refusing(['ann@example.org', 'ben@example.org']));
    expect(await send(channelTo(all.port, { tls: 'off', ca: null }))).toMatchObject({
      ok: false,
      answer: expect.stringContaining('refused the mail') as string,
    });
    const one = await mailServer(refusing(['ann@example.org']));
    expect(await send(channelTo(one.port, { tls: 'off', ca: null }))).toMatchObject({
      ok: true,
      answer: '250 taken Refused: ann@example.org.',
    });
    expect(one.mails[0]!.to).toEqual(['ben@example.org']);
  });

  test('without privateNetwork to this machine, by its name or its address', async () => {
    const server = await mailServer(withoutTls);
    for (const host of ['localhost', '127.0.0.1', '::1']) {
      const channel = channelTo(server.port, { host, tls: 'off', ca: null }, { privateNetwork: false });
      expect((await send(channel)).answer).toContain('of a private network or of this machine');
    }
  });
});

test.each([
  [554, true],
  [451, undefined],
])(
  'a mail that is refused with %i after its text: it alone, and not the channel: %s',
  async (responseCode, refused) => {
    const server = await mailServer({
      ...withoutTls,
      onData: (stream, _session, callback) => {
        stream.resume();
        stream.on('end', () => callback(Object.assign(new Error('I do not like it'), { responseCode })));
      },
    });
    const result = await send(channelTo(server.port, { tls: 'off', ca: null }));
    expect(result).toMatchObject({ ok: false, answer: expect.stringContaining('I do not like it') as string });
    expect(result.refused).toBe(refused);
  },
);

test('a server that hangs is left after the time that it has', async () => {
  const server = await startRawServer(null);
  started.push(server);
  const { port } = new URL(server.url);
  const channel = channelTo(Number(port), { host: '127.0.0.1' });
  const begunMs = performance.now();
  const result = await send(channel, { delivery: 'd-3', text: testText('mail', NOW) }, 400);
  expect(result.ok).toBe(false);
  expect(result.answer).toMatch(/No answer within 0\.4 s\.|did not answer in time/);
  expect(performance.now() - begunMs).toBeLessThan(5_000);
});

test('a server that is slow at each step is left after the time that it has for all of them', async () => {
  const later = (callback: () => void) => void setTimeout(callback, 300);
  const server = await mailServer({
    ...withoutTls,
    onConnect: (_, callback) => later(callback),
    onMailFrom: (_, __, callback) => later(callback),
    onRcptTo: (_, __, callback) => later(callback),
  });
  const result = await send(channelTo(server.port, { tls: 'off', ca: null }), began, 500);
  expect(result).toEqual({ ok: false, answer: 'No answer within 0.5 s.', retryAfterMs: null });
  expect(server.mails).toEqual([]);
});

test('a server that is not there is named by the reason', async () => {
  const server = await mailServer(withoutTls);
  await server.close();
  expect((await send(channelTo(server.port, { host: '127.0.0.1' }))).answer).toContain('refused (ECONNREFUSED)');
});
