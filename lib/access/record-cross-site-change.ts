import 'server-only';
import type { IncomingMessage } from 'node:http';
import { findCluster } from '../config/loaded.ts';
import { log } from '../log.ts';
import { clientAddress } from './client-address.ts';
import { identify } from './identify.ts';
import { fromNodeHeaders } from './node-headers.ts';
import { auditRefusalWithinLimit } from './audit-rate-limit.ts';
import { basePath } from './session-cookie.ts';

/** Writes a refused change of another site's page to the audit log, with the user whose session the browser sent. Never throws. */
export async function recordCrossSiteChange({ url = '/', headers }: IncomingMessage): Promise<void> {
  const sent = fromNodeHeaders(headers);
  const address = clientAddress(sent);
  try {
    const identity = await identify(sent, false).catch(() => null);
    const { pathname } = new URL(url, 'http://here.invalid');
    const cluster = findCluster(pathname.slice(basePath().length).split('/')[1] ?? '')?.key ?? null;
    auditRefusalWithinLimit(
      {
        cluster,
        action: 'change from another site',
        actor: identity ? { name: identity.name, role: null, address } : null,
        address,
        input: { from: sent.get('origin')?.slice(0, 200), path: pathname.slice(0, 500) },
      },
      { code: 'forbidden', message: 'It came from another site.' },
    );
  } catch (error) {
    log().error({ err: error, address }, 'A change from another site was refused, and could not be recorded.');
  }
}
