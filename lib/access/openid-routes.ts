import 'server-only';
import { cookies, headers } from 'next/headers';
import { z } from 'zod';
import { UNDER_WAY_MS, type SignInUnderWay } from './openid-connect.ts';
import { seal, unseal } from './seal.ts';
import { basePath, cookieTerms } from './session-cookie.ts';

/** A path of our own, said without a host: right behind every proxy. */
export const answerAtPath = (path: string): Response =>
  new Response(null, { status: 303, headers: { location: `${basePath()}${path}`, 'cache-control': 'no-store' } });

const CLOCK_SLACK_MS = 60_000;

const underWaySchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  at: z.number(),
});

/** Off to the provider; what must come back unchanged goes into this browser, sealed. */
export async function withSealedSignIn(underWay: SignInUnderWay, url: URL): Promise<Response> {
  const { name, options } = cookieTerms('sign-in', await headers());
  (await cookies()).set(name, seal('sign-in', underWay), { ...options, maxAge: UNDER_WAY_MS / 1000 });
  return new Response(null, { status: 303, headers: { location: url.href, 'cache-control': 'no-store' } });
}

/** Good for one way back; null: none was begun here, or too long ago. */
export async function takeSealedSignIn(): Promise<SignInUnderWay | null> {
  const { name, options } = cookieTerms('sign-in', await headers());
  const jar = await cookies();
  const value = jar.get(name)?.value;
  jar.set(name, '', { ...options, maxAge: 0 });
  const parsed = underWaySchema.safeParse(value === undefined ? null : unseal('sign-in', value));
  // Begun later than now: by a clock that has been set back since, and would make it last.
  const ageMs = parsed.success ? Date.now() - parsed.data.at : 0;
  return parsed.success && ageMs <= UNDER_WAY_MS && ageMs >= -CLOCK_SLACK_MS ? parsed.data : null;
}
