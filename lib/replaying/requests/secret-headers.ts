/** Names of headers that hold a secret: of the standard (Authorization, Cookie), and those that applications make up. */
const SECRET = /auth|cookie|token|secret|passw|credential|session|api-?key|access-?key|signature|bearer|csrf|xsrf/i;

/** The same few names come in every request. */
const known = new Map<string, boolean>();
const MOST_KNOWN = 1000;

export function isSecretHeader(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const secret = SECRET.test(name);
  if (known.size < MOST_KNOWN) known.set(name, secret);
  return secret;
}
