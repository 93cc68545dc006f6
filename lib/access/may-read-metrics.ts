import { configuration } from '../config/loaded.ts';
import { LOCAL_HEADER } from './local-request.ts';
import { sameSecret } from './same-secret.ts';

/**
 * Whether a request may read /metrics: with the configured token; or from a program of this machine, where `metrics` says so, or
 * says nothing and there is no sign-in. A person's session has no part in it.
 */
export function mayReadMetrics(sent: { get(name: string): string | null }): boolean {
  const { metrics, secrets, signIn } = configuration();
  if (metrics === 'token') return hasToken(sent.get('authorization'), secrets.metricsToken);
  return (metrics === 'local' || signIn.kind === 'none') && sent.get(LOCAL_HEADER) === 'yes';
}

const hasToken = (authorization: string | null, token: string | null): boolean =>
  token !== null && sameSecret(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '', token);
