import { processGlobal } from '../process-wide.ts';

/**
 * Every secret the configuration resolves is noted here, so that the last door before a log line, a job, a page
 * or an error can take it out of any text, whatever wrote it there.
 */
/** Shorter ones would blank out half of every sentence, and protect nothing. */
const SHORTEST = 4;

const secrets = processGlobal('secrets', () => new Set<string>());

export function noteSecret(secret: string): void {
  if (secret.length < SHORTEST) return;
  for (const form of [...writtenForms(secret), ...base64Forms(secret)]) secrets().add(form);
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** How error texts write it: plainly, in JSON, in a text inside of JSON, in an address (`%2F`, `%2f`), in a form, in HTML. */
const writtenForms = (secret: string): string[] => [
  secret,
  inJson(secret),
  inJson(inJson(secret)),
  encodeURIComponent(secret),
  encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  new URLSearchParams([['', secret]]).toString().slice(1),
  secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
];

/** With and without the signs that fill it up, and as an address or a file name has it. */
function base64Forms(text: string): string[] {
  const whole = Buffer.from(text).toString('base64');
  const bare = whole.replace(/=+$/, '');
  return [whole, encodeURIComponent(whole), bare, encodeURIComponent(bare), Buffer.from(text).toString('base64url')];
}

/** What basic authentication sends: `user:password` in base64. */
export const noteBasic = (username: string, password: string): void => {
  noteSecret(password);
  for (const form of base64Forms(`${username}:${password}`)) secrets().add(form);
};

const HIDDEN = '[hidden]';

/** What looks like a credential even where nobody told us of it. */
const PATTERNS: readonly [RegExp, string][] = [
  [
    /(\b(?:authorization|proxy-authorization)["']?\s*[:=]\s*["']?(?:basic|bearer|apikey)\s+)[A-Za-z0-9+/=_.~-]+/gi,
    `$1${HIDDEN}`,
  ],
  [/(\b(?:basic|bearer|apikey)\s+)[A-Za-z0-9+/=_.~-]{12,}/gi, `$1${HIDDEN}`],
  [/(\b(?:set-)?cookie["']?\s*[:=]\s*)[^\n"']+/gi, `$1${HIDDEN}`],
  // Our own: ids in cookies (lib/access/random-id.ts), encrypted tokens (lib/access/token-encryption.ts).
  [/\brds(?:1\.|_)[\w-]{20,}/g, HIDDEN],
  // The first colon parts name and password: were it any of them, a text of colons would take hours.
  [/(https?:\/\/)[^\s/@:"']*:[^\s/@"']*@/gi, `$1${HIDDEN}@`],
];

/** A password like "elastic" is hidden where it stands alone, and does not tear "elasticsearch" apart. */
const isWord = (secret: string): boolean => /^[a-z]{1,12}$/.test(secret);

export function redact(text: string): string {
  let clean = text;
  // Longest first: a password that starts another one must not leave the other's tail behind.
  for (const secret of [...secrets()].sort((a, b) => b.length - a.length))
    if (clean.includes(secret))
      clean = isWord(secret)
        ? clean.replace(new RegExp(`(?<![A-Za-z0-9])${secret}(?![A-Za-z0-9])`, 'g'), HIDDEN)
        : clean.split(secret).join(HIDDEN);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** The same for data: every string in it, keys included. Dates, numbers and the shape stay as they are. */
export function redactDeep<T>(value: T): T {
  return nothingToHide(value) ? value : deeply(value);
}

/**
 * One look at the whole is much cheaper than one at each of the 50,000 strings of a long list. Escapes could part a
 * secret from its edge: then each is looked at.
 */
function nothingToHide(value: unknown): boolean {
  const text = typeof value === 'object' ? (JSON.stringify(value) as string | undefined) : undefined;
  return text !== undefined && !text.includes('\\') && redact(text) === text;
}

function deeply<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => deeply(entry)) as T;
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [redact(key), deeply<unknown>(entry)])) as T;
  }
  return value;
}
