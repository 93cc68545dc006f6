import 'server-only';
import { cookies, headers } from 'next/headers';
import { clientAddress } from './client-address.ts';
import { PENDING_MS, savePendingSignIn, takePendingSignIn, type PendingSignIn } from './pending-sign-ins.ts';
import { basePath, cookieSettings } from './session-cookie.ts';

/** Redirects to a path of this application, without a host: correct with any proxy. */
export const redirectToPath = (path: string): Response => redirectTo(`${basePath()}${path}`);

const redirectTo = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });

/** The sign-in is saved; only this browser gets its id. Throws AppError disk, and errors of SQLite. */
export async function redirectToProvider(url: URL, pending: PendingSignIn): Promise<Response> {
  const sent = await headers();
  const { name, options } = cookieSettings('sign-in', sent);
  const id = savePendingSignIn(pending, clientAddress(sent));
  (await cookies()).set(name, id, { ...options, maxAge: PENDING_MS / 1000 });
  return redirectTo(url.href);
}

/** Valid once. Returns null if this browser started no sign-in, or it expired. Throws like redirectToProvider. */
export async function takeSignInOfBrowser(): Promise<PendingSignIn | null> {
  const { name, options } = cookieSettings('sign-in', await headers());
  const jar = await cookies();
  const id = jar.get(name)?.value;
  jar.set(name, '', { ...options, maxAge: 0 });
  return id === undefined ? null : takePendingSignIn(id);
}
