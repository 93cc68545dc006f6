import { serving } from '../serving.ts';
import { isHttps } from './request-address.ts';

type Sent = { get(name: string): string | null };

/**
 * The sub-path, "/tools/desk"; empty: none. Of the server that runs: in a build NEXT_PUBLIC_BASE_PATH is a placeholder, by which the
 * bundler would decide every condition (lib/serve/base-path.ts).
 */
export const basePath = (): string => serving()?.basePath ?? process.env.NEXT_PUBLIC_BASE_PATH ?? '';

/** With https the prefix makes browsers enforce: sent by https only; `__Host-`: set by this host alone, for its root. */
function cookieName(what: 'session' | 'sign-in', sent: Sent): string {
  const name = `restore-desk-${what}`;
  if (!isHttps(sent)) return name;
  return basePath() === '' ? `__Host-${name}` : `__Secure-${name}`;
}

export interface CookieSettings {
  name: string;
  options: { httpOnly: true; sameSite: 'lax'; secure: boolean; path: string };
}

/** Lax, not strict: a link in the incident channel must open its page. Changes are protected by the check of their origin. */
export function cookieSettings(what: 'session' | 'sign-in', sent: Sent): CookieSettings {
  return {
    name: cookieName(what, sent),
    options: { httpOnly: true, sameSite: 'lax', secure: isHttps(sent), path: basePath() || '/' },
  };
}

/** A cookie's value from the header; null: not sent. */
export function sentCookie(sent: Sent, name: string): string | null {
  for (const part of (sent.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/** The path to open after the sign-in, if it is one of ours, else `/`: another address would lead people to another site. */
export function safeReturn(to: string | null | undefined): string {
  if (!to || !to.startsWith('/') || to.length > 2000) return '/';
  const url = URL.parse(to, 'http://here.invalid');
  if (url?.origin !== 'http://here.invalid') return '/';
  // `/..//elsewhere` resolves to `//elsewhere`, which browsers read as a host.
  return url.pathname.startsWith('//') ? '/' : `${url.pathname}${url.search}`;
}
