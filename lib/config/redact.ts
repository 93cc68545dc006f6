import { processGlobal } from '../process-wide.ts';

/** Shorter secrets are not hidden: they would occur in ordinary words. */
const LEAST_CHARACTERS = 4;

const secrets = processGlobal('secrets', () => new Set<string>());

/** Every resolved secret is registered here, so that `redact` can remove it from logs, jobs, pages and errors. */
export function registerSecret(secret: string): void {
  if (secret.length < LEAST_CHARACTERS) return;
  for (const form of [...writtenForms(secret), ...base64Forms(secret)]) secrets().add(form);
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The forms in error texts: plain, in JSON, in JSON within JSON, in an address (`%2F`, `%2f`), in a form, in HTML. */
const writtenForms = (secret: string): string[] => [
  secret,
  inJson(secret),
  inJson(inJson(secret)),
  encodeURIComponent(secret),
  encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  new URLSearchParams([['', secret]]).toString().slice(1),
  secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
];

/** With and without padding, each also percent-encoded, and as base64url. */
function base64Forms(text: string): string[] {
  const padded = Buffer.from(text).toString('base64');
  const unpadded = padded.replace(/=+$/, '');
  return [
    padded,
    encodeURIComponent(padded),
    unpadded,
    encodeURIComponent(unpadded),
    Buffer.from(text).toString('base64url'),
  ];
}

/** Also registers what basic authentication sends: `user:password` in base64. */
export const registerBasicCredentials = (username: string, password: string): void => {
  registerSecret(password);
  for (const form of base64Forms(`${username}:${password}`)) secrets().add(form);
};

const HIDDEN = '[hidden]';

/** Texts that look like credentials, registered or not. */
const PATTERNS: readonly [RegExp, string][] = [
  [
    /(\b(?:authorization|proxy-authorization)["']?\s*[:=]\s*["']?(?:basic|bearer|apikey)\s+)[A-Za-z0-9+/=_.~-]+/gi,
    `$1${HIDDEN}`,
  ],
  [/(\b(?:basic|bearer|apikey)\s+)[A-Za-z0-9+/=_.~-]{12,}/gi, `$1${HIDDEN}`],
  [/(\b(?:set-)?cookie["']?\s*[:=]\s*)[^\n"']+/gi, `$1${HIDDEN}`],
  // Ids in this program's cookies (lib/access/random-id.ts), and its encrypted tokens (lib/access/token-encryption.ts).
  [/\brds(?:1\.|_)[\w-]{20,}/g, HIDDEN],
  // Only the first colon separates name and password: with any colon, a text of colons would take hours.
  [/(https?:\/\/)[^\s/@:"']*:[^\s/@"']*@/gi, `$1${HIDDEN}@`],
];

/** A password like "elastic" is hidden as a whole word only: "elasticsearch" stays readable. */
const isWord = (secret: string): boolean => /^[a-z]{1,12}$/.test(secret);

export function redact(text: string): string {
  let clean = text;
  // Longest first: if one password begins another one, the rest of the longer one must not stay.
  for (const secret of [...secrets()].sort((a, b) => b.length - a.length))
    if (clean.includes(secret))
      clean = isWord(secret)
        ? clean.replace(new RegExp(`(?<![A-Za-z0-9])${secret}(?![A-Za-z0-9])`, 'g'), HIDDEN)
        : clean.split(secret).join(HIDDEN);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** Redacts every string in data, keys included. Dates, numbers and the shape stay. */
export function redactDeep<T>(value: T): T {
  return holdsNoSecret(value) ? value : redactEach(value);
}

/**
 * Checking the whole JSON once is much cheaper than each of the 50,000 strings of a long list. False if the JSON has
 * escapes: they may change a secret's word boundaries.
 */
function holdsNoSecret(value: unknown): boolean {
  const text = typeof value === 'object' ? (JSON.stringify(value) as string | undefined) : undefined;
  return text !== undefined && !text.includes('\\') && redact(text) === text;
}

function redactEach<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => redactEach(entry)) as T;
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [redact(key), redactEach<unknown>(entry)]),
    ) as T;
  }
  return value;
}
