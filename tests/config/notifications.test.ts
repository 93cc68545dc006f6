import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { redact } from '../../lib/config/redact.ts';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();

const SLACK = 'https://hooks.slack.com/services/T0PLANTED/B0PLANTED/x1PlantedTokenOfSlack';
const VARIABLES = {
  SLACK,
  HOOK: 'https://hooks.example.org/in?sig=Planted0Signature',
  HMAC: 'planted-hmac-secret',
  MAIL: 'planted-password',
  PLAIN: 'http://10.0.0.7/hook',
};

const notifications = (channels: string, routes = '') =>
  `${cluster('')}notifications:\n  channels: {${channels}}\n  routes: [${routes}]\n`;
const load = (channels: string, routes?: string) =>
  folder.load(notifications(channels, routes), VARIABLES).notifications;

const slack = 'on-call: { kind: slack, url: { env: SLACK } }';
const beat = 'beat: { kind: heartbeat, url: { env: HOOK } }';
const mail = (smtp: string, more = '') =>
  `mail: { kind: email, smtp: { host: smtp.example.org${smtp} }, from: desk@example.org, to: [ops@example.org]${more} }`;

test('without the key there are no channels', () => {
  expect(folder.load(cluster('')).notifications).toEqual({ channels: [], routes: [] });
});

test('channels and routes, with what is left out', () => {
  const { channels, routes } = load(
    `${slack}, ${beat}, ${mail(', username: desk, password: { env: MAIL }')},
     hook: { kind: webhook, url: "https://hooks.example.org/in", secret: { env: HMAC } }`,
    '{ channel: on-call, severity: critical, remind: 4h, kinds: [drill] }, { channel: mail }, { channel: beat, schedules: [Nightly] }',
  );
  expect(channels).toEqual([
    { name: 'on-call', kind: 'slack', privateNetwork: false, host: 'hooks.slack.com' },
    { name: 'beat', kind: 'heartbeat', privateNetwork: false, host: 'hooks.example.org' },
    {
      name: 'mail',
      kind: 'email',
      privateNetwork: false,
      from: 'desk@example.org',
      to: ['ops@example.org'],
      server: 'smtp.example.org',
    },
    { name: 'hook', kind: 'webhook', privateNetwork: false, host: 'hooks.example.org' },
  ]);
  expect(routes).toEqual([
    {
      of: 'incidents',
      channel: 'on-call',
      clusters: null,
      severity: 'critical',
      kinds: ['drill'],
      remindMs: 14_400_000,
    },
    { of: 'incidents', channel: 'mail', clusters: null, severity: 'warning', kinds: null, remindMs: null },
    { of: 'runs', channel: 'beat', clusters: null, schedules: ['Nightly'] },
  ]);
  expect(channels[0]!.access).toEqual({ url: SLACK, secret: null, ca: null });
  expect(channels[2]!.access).toEqual({
    host: 'smtp.example.org',
    port: 465,
    tls: 'required',
    ca: null,
    auth: { username: 'desk', password: 'planted-password' },
  });
});

test.each([
  ['required', 465],
  ['starttls', 587],
  ['off', 25],
])('a mail server with tls: %s is at port %i unless told otherwise', (tls, port) => {
  expect(load(mail(`, tls: ${tls}`)).channels[0]!.access).toMatchObject({ tls, port });
  expect(load(mail(`, tls: ${tls}, port: 2525`)).channels[0]!.access).toMatchObject({ port: 2525 });
});

test('secrets are in nothing that can be serialised, and hidden wherever a part of an address is repeated', () => {
  const configuration = folder.load(
    notifications(`${slack}, ${beat}, ${mail(', username: desk, password: { env: MAIL }')},
      hook: { kind: webhook, url: "https://hooks.example.org/in", secret: { env: HMAC } }`),
    VARIABLES,
  );
  const copy = { ...configuration, notifications: structuredClone({ ...configuration.notifications }) };
  expect(`${JSON.stringify(configuration)}${inspect(copy, { depth: 9 })}`.toLowerCase()).not.toContain('planted');
  for (const text of [
    `POST ${SLACK} failed`,
    'Cannot POST /services/x/x1PlantedTokenOfSlack',
    '{"sig":"Planted0Signature"}',
    'wrong signature with planted-hmac-secret',
    `535 AUTH PLAIN ${Buffer.from('desk:planted-password').toString('base64')}`,
  ])
    expect(redact(text)).toContain('[hidden]');
  expect(redact('services of /hooks.example.org/in')).toBe('services of /hooks.example.org/in');
});

test('an address that is written plainly is hidden too, and a host alone is not', () => {
  load('hook: { kind: webhook, url: "https://hooks.example.net/in/Planted0Token0Of0Plain" }');
  load('hook: { kind: webhook, url: "https://desk.example.net" }');
  expect(redact('Cannot POST /in/Planted0Token0Of0Plain')).toBe('Cannot POST /in/[hidden]');
  expect(redact('See https://desk.example.net/production')).toBe('See https://desk.example.net/production');
});

test('the examples of the example file are valid', () => {
  const example = readFileSync(new URL('../../restore-desk.example.yaml', import.meta.url), 'utf8');
  const commented = example.slice(example.indexOf('# notifications:')).replaceAll(/^# /gm, '');
  const variables = { SLACK_WEBHOOK: SLACK, HOOK_SECRET: 'a', SMTP_PASSWORD: 'b', HEARTBEAT_URL: VARIABLES.HOOK };
  folder.write('teams', SLACK);
  const { notifications: loaded } = folder.load(
    cluster('') + commented.replace('/run/secrets/teams', 'teams'),
    variables,
  );
  expect(loaded.channels.map(({ kind }) => kind)).toEqual(['slack', 'teams', 'webhook', 'email', 'heartbeat']);
  expect(loaded.routes).toHaveLength(3);
});

describe('a wrong configuration has the path of its key, and no secret', () => {
  const at = 'notifications.channels';
  test.each<[string, string, string]>([
    [
      'on-call: { kind: pager }',
      '',
      `${at}.on-call.kind: One of "webhook", "slack", "teams", "email", "heartbeat" is needed.`,
    ],
    [
      'on-call: { kind: slack, url: "https://hooks.slack.com/planted" }',
      '',
      `${at}.on-call.url: Say where the address is`,
    ],
    [
      'on-call: { kind: slack, url: { env: NOT_SET } }',
      '',
      `${at}.on-call.url: The environment variable NOT_SET is not set.`,
    ],
    ['on-call: { kind: slack, url: { env: MAIL } }', '', `${at}.on-call.url: What the reference names is no address`],
    ['on-call: { kind: slack, url: { env: PLAIN } }', '', `${at}.on-call.url: The address must be https`],
    ['hook: { kind: webhook, url: "http://hook.internal/in" }', '', `${at}.hook.url: The address must be https`],
    [
      'hook: { kind: webhook, url: "https://ann:planted@hook/in" }',
      '',
      `${at}.hook.url: Keep the password out of the address`,
    ],
    [
      'hook: { kind: webhook, url: "https://hook/in", secret: planted-x }',
      '',
      `${at}.hook.secret: Say where the secret is`,
    ],
    [
      'hook: { kind: webhook, url: "http://hook/in", privateNetwork: true, tls: { ca: x.pem } }',
      '',
      `${at}.hook.tls: The address says http`,
    ],
    ['hook: { kind: webhook, url: "https://hook/in", tls: { ca: none.pem } }', '', `${at}.hook.tls.ca: The file`],
    ['hook: { kind: webhook, url: "https://hook/in", retries: 3 }', '', `${at}.hook.retries: There is no such key`],
    [mail(', username: desk'), '', `${at}.mail.smtp: Signing in needs both`],
    [
      mail(', tls: "off", username: desk, password: { env: MAIL }'),
      '',
      `${at}.mail.smtp: A password is sent only with TLS`,
    ],
    [
      'mail: { kind: email, smtp: { host: "a b" }, from: desk@example.org, to: [a@b.c] }',
      '',
      `${at}.mail.smtp.host: The name of a mail server`,
    ],
    [
      'mail: { kind: email, smtp: { host: h }, from: "desk@example.org\\nBcc: x@y.z", to: [a@b.c] }',
      '',
      `${at}.mail.from: An address`,
    ],
    [
      'mail: { kind: email, smtp: { host: h }, from: "Desk, x@y.z <desk@example.org>", to: [a@b.c] }',
      '',
      `${at}.mail.from: An address`,
    ],
    [
      'mail: { kind: email, smtp: { host: h }, from: desk@example.org, to: ["a@b.c, d@e.f"] }',
      '',
      `${at}.mail.to[0]: An address`,
    ],
    ['mail: { kind: email, smtp: { host: h }, from: desk@example.org, to: [] }', '', `${at}.mail.to: `],
    ['"On Call": { kind: slack, url: { env: SLACK } }', '', `${at}.On Call: Lower-case letters`],
    [slack, '{ channel: mail }', 'notifications.routes[0].channel: There is no such channel; there is on-call.'],
    ['', '{ channel: mail }', 'notifications.routes[0].channel: There are no channels'],
    [
      slack,
      '{ channel: on-call, clusters: [production, prod] }',
      'notifications.routes[0].clusters[1]: There is no such cluster',
    ],
    [slack, '{ channel: on-call, kinds: [disc] }', 'notifications.routes[0].kinds[0]: One of "documents-lost"'],
    [slack, '{ channel: on-call, severity: fatal }', 'notifications.routes[0].severity: One of "critical"'],
    [
      slack,
      '{ channel: on-call, remind: 10s }',
      'notifications.routes[0].remind: Reminders are at least 5 minutes apart.',
    ],
    [slack, '{ channel: on-call, schedules: [Nightly] }', 'notifications.routes[0].schedules: Only a heartbeat'],
    [beat, '{ channel: beat, severity: critical }', 'notifications.routes[0].severity: A heartbeat is sent for runs'],
  ])('%s %s', (channels, routes, expected) => {
    const message = folder.loadError(notifications(channels, routes), VARIABLES);
    expect(message).toContain(expected);
    expect(message.toLowerCase()).not.toContain('planted');
  });
});
