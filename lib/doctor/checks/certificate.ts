import { isLoopbackHost } from '../../config/check-sign-in.ts';
import { earliestEnd, readPeerCertificate } from '../../elasticsearch/client/peer-certificate.ts';
import { AppError } from '../../errors.ts';
import type { Finding } from '../check.ts';
import type { OpenedCluster } from '../opened-cluster.ts';
import { systemCodeOf } from '../system-code.ts';
import { certificateFinding } from '../words/certificate.ts';

export async function checkCertificate({ cluster, entry }: OpenedCluster, signal: AbortSignal): Promise<Finding> {
  const { tls } = entry.connection;
  const { url } = cluster;
  const { hostname, protocol } = new URL(url);
  return certificateFinding(
    {
      loopback: isLoopbackHost(hostname),
      certificate: protocol === 'https:' ? await certificateOf({ url, ...(tls ? { tls } : {}) }, signal) : null,
      verified: tls?.verify ?? true,
      authorityEndsMs: earliestEnd(tls?.ca),
      clientEndsMs: earliestEnd(tls?.cert),
    },
    Date.now(),
  );
}

async function certificateOf(connection: Parameters<typeof readPeerCertificate>[0], signal: AbortSignal) {
  try {
    return await readPeerCertificate(connection, signal);
  } catch (cause) {
    throw new AppError('unreachable', `There is no connection by TLS (${systemCodeOf(cause) ?? 'it was closed'}).`, {
      cause,
    });
  }
}
