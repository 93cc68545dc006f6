import { z } from 'zod';

/** The file names where a secret is, never the secret. */
export const secretReference = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  {
    error: 'Say where the secret is, { env: NAME } or { file: PATH }; the secret itself does not belong in this file.',
  },
);
export type SecretReference = z.infer<typeof secretReference>;

export const httpUrl = z
  .string('An address like https://search.example.org:9200 is needed.')
  .superRefine((text, context) => {
    const url = URL.parse(text);
    if (!url || !/^https?:$/.test(url.protocol))
      context.addIssue({ code: 'custom', message: 'An address like https://search.example.org:9200 is needed.' });
    else if (url.username || url.password)
      context.addIssue({ code: 'custom', message: 'Keep the password out of the address: use `credentials`.' });
  });

export const tlsSettings = z
  .strictObject({
    /** Files in PEM form. */
    ca: z.string().min(1).optional(),
    certificate: z.string().min(1).optional(),
    key: z.string().min(1).optional(),
    verification: z.enum(['on', 'off']).default('on'),
  })
  .refine(
    (tls) => (tls.certificate === undefined) === (tls.key === undefined),
    'A client certificate needs both `certificate` and `key`.',
  );
export type TlsSettings = z.infer<typeof tlsSettings>;
