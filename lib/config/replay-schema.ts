import { z } from 'zod';
import { aliasName, clusterKey } from '../contract/names.ts';
import { httpUrl, secretReference, tlsSettings } from './connection-schema.ts';

/** The captured requests have their own paths, which are added to it unchanged. */
const origin = httpUrl.refine((text) => {
  const url = URL.parse(text);
  return url === null || (/^\/+$/.test(url.pathname) && !/[?#]/.test(text));
}, 'An address without a path is needed: each captured request has its own.');

const target = z.strictObject({
  url: origin,
  /** A path on the target that says how much of what it accepted is still to be done. */
  queueStatus: z
    .string()
    .max(1_000)
    .regex(/^\/(?!\/)[\x21-\x7e]*$/, 'A path on the target such as /_status is needed.')
    .optional(),
  credentials: z
    .union(
      [
        z.strictObject({ username: z.string().min(1), password: secretReference }),
        z.strictObject({ apiKey: secretReference }),
        z.strictObject({ bearer: secretReference }),
      ],
      {
        error: 'One of `username` with `password: { env: NAME }`, `apiKey: { env: NAME }`, or `bearer: { env: NAME }`.',
      },
    )
    .optional(),
  tls: tlsSettings.optional(),
  /** Aliases that this target writes to. Left out: any. */
  indices: z.array(aliasName).min(1).optional(),
});
export type ReplayTargetSettings = z.infer<typeof target>;

export const replaySettings = z.strictObject({
  captures: z.string().min(1),
  targets: z
    .record(clusterKey, target)
    .refine((targets) => Object.keys(targets).length > 0, 'At least one target is needed.'),
});
export type ReplaySettings = z.infer<typeof replaySettings>;
