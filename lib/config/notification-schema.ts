import { isIP } from 'node:net';
import { z } from 'zod';
import { INCIDENT_KINDS, severity } from '../contract/incident.ts';
import { clusterKey } from '../contract/names.ts';
import { secretReference } from './connection-schema.ts';
import { durationMs } from './duration.ts';

/** The address is a secret: whoever knows it can send to the channel. */
const secretAddress = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  {
    error: 'Say where the address is, { env: NAME } or { file: PATH }: whoever knows it can send to this channel.',
  },
);

const webhookAddress = z.string().superRefine((text, context) => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    context.addIssue({ code: 'custom', message: 'An address like https://hooks.example.org/in is needed.' });
  else if (url.username || url.password)
    context.addIssue({ code: 'custom', message: 'Keep the password out of the address: use `secret`.' });
});

/** What every channel by HTTP has besides. `tls.ca`: a file in PEM form. */
const reached = {
  /** Addresses of private networks and of this machine are reached. */
  privateNetwork: z.boolean().default(false),
  tls: z.strictObject({ ca: z.string().min(1) }).optional(),
};

const mailAddress = '[^\\s<>@,;:"()\\[\\]\\\\]{1,64}@[^\\s<>@,;:"()\\[\\]\\\\]{1,253}';
const recipient = z
  .string()
  .max(320)
  .regex(new RegExp(`^${mailAddress}$`, 'u'), 'An address such as on-call@example.org is needed.');
const sender = z
  .string()
  .max(400)
  .regex(
    new RegExp(`^(?:[^\\p{Cc}<>",;:@()\\\\]{1,80} <${mailAddress}>|${mailAddress})$`, 'u'),
    'An address such as restore-desk@example.org, or Restore Desk <restore-desk@example.org>, is needed.',
  );

const smtp = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .max(253)
      .refine(
        (host) => isIP(host) !== 0 || /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(host),
        'The name of a mail server is needed, such as smtp.example.org.',
      ),
    /** Left out: 465, 587 with STARTTLS, 25 without TLS. */
    port: z.number().int().min(1).max(65_535).optional(),
    /** `required`: TLS from the first byte. `starttls`: upgraded before anything is sent, or nothing is sent. */
    tls: z.enum(['required', 'starttls', 'off']).default('required'),
    /** A file in PEM form. */
    ca: z.string().min(1).optional(),
    username: z.string().min(1).max(200).optional(),
    password: secretReference.optional(),
  })
  .refine(
    ({ password, username }) => (username === undefined) === (password === undefined),
    'Signing in needs both `username` and `password: { env: NAME }`.',
  )
  .refine(
    ({ password, tls }) => password === undefined || tls !== 'off',
    'A password is sent only with TLS: `tls: required` or `tls: starttls`.',
  )
  .refine(({ ca, tls }) => ca === undefined || tls !== 'off', '`ca` needs `tls: required` or `tls: starttls`.');

const channel = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('webhook'),
    url: z.union([webhookAddress, secretReference]),
    /** Signs what is sent. */
    secret: secretReference.optional(),
    ...reached,
  }),
  z.strictObject({ kind: z.literal('slack'), url: secretAddress, ...reached }),
  z.strictObject({ kind: z.literal('teams'), url: secretAddress, ...reached }),
  z.strictObject({
    kind: z.literal('email'),
    smtp,
    from: sender,
    to: z.array(recipient).min(1).max(50),
    privateNetwork: reached.privateNetwork,
  }),
  z.strictObject({ kind: z.literal('heartbeat'), url: secretAddress, ...reached }),
]);
export type ChannelSettings = z.infer<typeof channel>;

const route = z.strictObject({
  channel: clusterKey,
  /** Incidents of this severity and worse. */
  severity: severity.optional(),
  /** Left out: of all clusters, of all kinds. */
  clusters: z.array(clusterKey).min(1).optional(),
  kinds: z.array(z.enum(INCIDENT_KINDS)).min(1).optional(),
  /** While an incident is open and not acknowledged. Left out: no reminders. */
  remind: durationMs.optional(),
  /** Of a heartbeat: the names of schedules. Left out: all. */
  schedules: z.array(z.string().min(1).max(60)).min(1).optional(),
});
export type RouteSettings = z.infer<typeof route>;

export const notificationSettings = z.strictObject({
  channels: z.record(clusterKey, channel).default({}),
  routes: z.array(route).max(200).default([]),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;
