import { isHttps } from './request-address.ts';

type Sent = { get(name: string): string | null };

export const basePath = (): string => process.env.NEXT_PUBLIC_BASE_PATH ?? '';

/** Behind https the name itself makes browsers insist: sent by https only, set by this very host, for its root. */
function cookieName(what: 'session' | 'sign-in', sent: Sent): string {
  const name = `restore-desk-${what}`;
  if (!isHttps(sent)) return name;
  return basePath() === '' ? `__Host-${name}` : `__Secure-${name}`;
}

export interface CookieTerms {
  name: string;
  options: { httpOnly: true; sameSite: 'lax'; secure: boolean; path: string };
}

/** Lax, not strict: a link in the incident channel must open the page it names. Changes are guarded by their origin. */
export function cookieTerms(what: 'session' | 'sign-in', sent: Sent): CookieTerms {
  return {
    name: cookieName(what, sent),
    options: { httpOnly: true, sameSite: 'lax', secure: isHttps(sent), path: basePath() || '/' },
  };
}

/** A cookie's value out of the header; null: not sent. */
export function sentCookie(sent: Sent, name: string): string | null {
  for (const part of (sent.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/** Only a path of our own: anything else would send people away after signing in. */
export function safeReturn(to: string | null | undefined): string {
  if (!to || !to.startsWith('/') || to.length > 2000) return '/';
  const url = URL.parse(to, 'http://here.invalid');
  if (url?.origin !== 'http://here.invalid') return '/';
  // `/..//elsewhere` is a path of ours until it is resolved; then browsers read it as a host.
  return url.pathname.startsWith('//') ? '/' : `${url.pathname}${url.search}`;
}
