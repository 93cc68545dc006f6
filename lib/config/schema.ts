import { isIP } from 'node:net';
import { z } from 'zod';
import { clusterKey } from '../contract/names.ts';
import { nameProblem } from '../contract/person.ts';
import { DEFAULT_IMPORT_LIMITS } from '../importing/limits.ts';
import { backupsSetting } from './bucket-schema.ts';
import { httpUrl, secretReference, tlsSettings } from './connection-schema.ts';
import { durationMs } from './duration.ts';
import { notificationSettings } from './notification-schema.ts';
import { replaySettings } from './replay-schema.ts';
import { republishSettings } from './republish-schema.ts';
import { sizeBytes } from './size.ts';
import { watchSettings } from './watch-schema.ts';

/**
 * Of characters without a meaning in HTML, in a string of JavaScript or JSON, and (but the dot) in a regular expression: it is
 * written into all of them.
 */
const SUB_PATH = /^(?:\/[\w.~-]+)*$/;

const names = z.array(z.string().min(1).max(200));

/** Checked at start-up: a wrong entry would match no address, or break every request. */
const addresses = z.array(
  z.string().refine((text) => {
    const [address, bits, ...more] = text.split('/');
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address ?? '')] ?? -1;
    return more.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
  }, 'An address or a network is needed, such as 10.0.0.7 or 10.0.0.0/8; not a name.'),
);

/** Members of a role: names of groups, `user:NAME`, or `*` for everybody who is signed in. The highest role wins. */
const members = z.array(
  z
    .string()
    .min(1)
    .max(300)
    .superRefine((member, context) => {
      const name = member.startsWith('user:') ? member.slice('user:'.length) : member;
      const problem = nameProblem(name);
      if (problem !== null && name !== '*')
        context.addIssue({ code: 'custom', message: `This can’t be the name of a person or a group: ${problem}.` });
    }),
);
const roleMembers = z.strictObject({
  viewer: members.default([]),
  operator: members.default([]),
  admin: members.default([]),
});
export type RoleMembers = z.infer<typeof roleMembers>;

/** Colours of earlier versions that looked like states. */
const FORMER_COLOURS: Record<string, string> = {
  red: 'pink',
  amber: 'violet',
  green: 'teal',
  blue: 'teal',
  grey: 'slate',
};
/** None of them is the colour of a state. */
const colour = z.preprocess(
  (value) => (typeof value === 'string' && Object.hasOwn(FORMER_COLOURS, value) ? FORMER_COLOURS[value] : value),
  z.enum(['violet', 'teal', 'pink', 'slate']),
);
export type Colour = z.infer<typeof colour>;

const protection = z.strictObject({
  /** Moving an alias requires a second person's approval. */
  approval: z.boolean().default(false),
  /** How long an approval is valid. */
  approvalFor: durationMs.default(30 * 60_000),
});

/** Of one entry of `clusters`, whose key is a `configuredKey`. */
export const clusterSettings = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  environment: z.string().min(1).max(40).default('production'),
  url: httpUrl,
  credentials: z
    .union(
      [
        z.strictObject({ username: z.string().min(1), password: secretReference }),
        z.strictObject({ apiKey: secretReference }),
      ],
      {
        error: 'Either `username` with `password: { env: NAME }`, or `apiKey: { env: NAME }`.',
      },
    )
    .optional(),
  tls: tlsSettings.optional(),
  requestTimeout: durationMs.optional(),
  backups: backupsSetting,
  colour: colour.optional(),
  overdueAfter: durationMs.default(26 * 3_600_000),
  readOnly: z.boolean().default(false),
  /** Where restore drills of its backups run; left out: on itself. */
  drillCluster: clusterKey.optional(),
  protected: z
    .union([z.boolean().transform((on) => (on ? protection.parse({}) : null)), protection], {
      error: 'true, false, or { approval: true, approvalFor: 30m }.',
    })
    .default(null),
  /** Only admins may read documents. */
  sensitive: z.boolean().default(false),
  roles: roleMembers.optional(),
  replay: replaySettings.optional(),
  republish: republishSettings.default([]),
  watch: watchSettings.prefault(true),
});

const baseSession = { idleAfter: durationMs.default(60 * 60_000), endsAfter: durationMs.default(12 * 3_600_000) };

const signIn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), role: z.enum(['viewer', 'operator', 'admin']).default('admin') }),
  z.strictObject({
    kind: z.literal('local'),
    users: z.string().min(1).optional().describe('default: users.json in the data directory'),
    ...baseSession,
  }),
  z.strictObject({
    kind: z.literal('openid-connect'),
    issuer: httpUrl,
    clientId: z.string().min(1),
    clientSecret: secretReference.optional().describe('left out: a public client, with PKCE alone'),
    scopes: names.default(['openid', 'profile', 'email']),
    nameClaim: z.string().default('preferred_username'),
    groupsClaim: z.string().default('groups'),
    /** Allows a provider on plain http, for tests. */
    allowHttp: z.boolean().default(false),
    ...baseSession,
  }),
  z.strictObject({
    kind: z.literal('proxy'),
    /** Addresses or networks (10.0.0.0/8) of the proxy; its headers are trusted from no other address. */
    from: addresses.min(1),
    userHeader: z.string().default('x-forwarded-user'),
    groupsHeader: z.string().default('x-forwarded-groups'),
    proof: z.union(
      [
        z.strictObject({ header: z.string().min(1), secret: secretReference }),
        z.strictObject({
          tokenHeader: z.string().min(1),
          tokenKey: secretReference,
          issuer: z.string().optional(),
          audience: z.string().optional(),
        }),
      ],
      { error: 'Either `header` with `secret: { env: NAME }`, or `tokenHeader` with `tokenKey: { env: NAME }`.' },
    ),
  }),
]);
export type SignInSettings = z.infer<typeof signIn>;

/** Who may read /metrics. */
const metrics = z.union([z.strictObject({ token: secretReference }), z.strictObject({ local: z.literal(true) })], {
  error: 'Either `token: { env: NAME }`, or `local: true`.',
});

/** First parts of addresses that are no cluster's. */
const OWN_ADDRESSES: ReadonlySet<string> = new Set(['api', 'healthz', 'metrics', 'readyz', 'sign-in']);
export const configuredKey = clusterKey.refine(
  (key) => !OWN_ADDRESSES.has(key),
  'Restore Desk has a page of its own at this address: choose another key.',
);

export const configurationSchema = z.strictObject({
  listen: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.number().int().min(1).max(65_535).default(3000),
    })
    .prefault({}),
  /** The address that people type, if there is a reverse proxy; its path is the sub-path. */
  publicUrl: httpUrl
    .refine(
      (url) => SUB_PATH.test(new URL(url).pathname.replace(/\/+$/, '')),
      'Its path may have letters, digits, and . _ ~ - between single slashes.',
    )
    .optional(),
  /** Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted. */
  trustedProxies: addresses.default([]),
  data: z.string().min(1).optional(),
  auditLog: z
    .strictObject({
      /** Lines that belong to no job; those of a job are kept as long as the job. */
      keep: durationMs.default(730 * 86_400_000),
      /** Lines about refusals. */
      keepRefused: durationMs.default(90 * 86_400_000),
      /** Pages warn of a jobs' database of this size. */
      warnAt: sizeBytes.default(1024 ** 3),
      /** Pages warn if the data directory's disk has less free space than this. */
      warnFree: sizeBytes.default(512 * 1024 ** 2),
    })
    .prefault({}),
  /** Of one import of backups. */
  import: z
    .strictObject({
      maxUpload: sizeBytes.default(DEFAULT_IMPORT_LIMITS.maxUploadBytes),
      maxUnpacked: sizeBytes.default(DEFAULT_IMPORT_LIMITS.maxUnpackedBytes),
      maxFiles: z.number().int().min(1).max(20_000).default(DEFAULT_IMPORT_LIMITS.maxFiles),
    })
    .prefault({}),
  parallelJobs: z.number().int().min(1).max(32).default(2),
  sessionKey: secretReference
    .optional()
    .describe('encrypts tokens of the provider; left out: a key is made once and kept in the data directory'),
  signIn: signIn.prefault({ kind: 'none' }),
  roles: roleMembers.optional(),
  metrics: metrics.optional().describe('left out: without a sign-in this machine reads /metrics, else nobody'),
  clusters: z
    .record(configuredKey, clusterSettings)
    .refine((clusters) => Object.keys(clusters).length > 0, 'At least one cluster is needed.'),
  notifications: notificationSettings.prefault({}),
});
export type ConfigurationFile = z.infer<typeof configurationSchema>;
export type ClusterSettings = z.infer<typeof clusterSettings>;
