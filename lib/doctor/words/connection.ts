import { formatDuration } from '../../format.ts';
import { failure, ok, warning, type Finding } from '../check.ts';

const SLOW_MS = 1_000;

/** `refused`: the credentials, which another check describes. */
export function connectedFinding({ refused, tookMs, url }: { url: string; tookMs: number; refused: boolean }): Finding {
  const answered = `${url} answers in ${formatMs(tookMs)}${refused ? ', and refuses our credentials' : ''}.`;
  return tookMs < SLOW_MS
    ? ok(answered)
    : warning(answered, 'It is slow: see the health of the cluster, and the network between it and this machine.');
}

export const formatMs = (ms: number): string =>
  ms < 1_000 ? `${String(Math.max(1, Math.round(ms)))} ms` : formatDuration(ms / 1_000);

export interface NoConnection {
  url: string;
  /** Of the system or of the client; null: none is known. */
  code: string | null;
  /** Something answered that is no cluster. */
  otherAnswer: boolean;
  /** For how long an answer was awaited. */
  withinMs: number;
  message: string;
  hint: string | null;
  /** The variable that names a proxy, which the connection does not use; null: none is set. */
  proxyVariable: string | null;
}

/** Why there is no connection to a cluster. */
export function noConnectionFinding(found: NoConnection): Finding {
  const { what, next } = reasonOf(found);
  const proxy =
    found.proxyVariable === null
      ? ''
      : ` ${found.proxyVariable} is set: Restore Desk connects to clusters directly, never by that proxy.`;
  return failure(what, `${next}${proxy}`);
}

function reasonOf({ code, hint, message, otherAnswer, url, withinMs }: NoConnection): { what: string; next: string } {
  const host = URL.parse(url)?.hostname ?? url;
  if (otherAnswer)
    return {
      what: `Something else than the cluster answers at ${url}: ${message}`,
      next: 'Check the address, and the proxy in front of the cluster.',
    };
  switch (code) {
    case 'ECONNREFUSED':
      return {
        what: `Nothing listens at ${url}: the connection was refused.`,
        next: 'Start the cluster, or correct `url` of its entry. In a container 127.0.0.1 is the container itself.',
      };
    case 'ENOTFOUND':
      return {
        what: `The name ${host} is not known.`,
        next: 'Correct `url` of its entry, or the name service of this machine.',
      };
    case 'EAI_AGAIN':
      return {
        what: `The name service did not answer for ${host}.`,
        next: 'Check the name service of this machine (/etc/resolv.conf) and its network.',
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        what: `There is no way to the network of ${host}.`,
        next: 'Check routes and firewalls of this machine.',
      };
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'timed_out':
      return {
        what: `${url} did not answer within ${formatDuration(withinMs / 1000)}.`,
        next: 'Either it hangs or is overloaded, or a firewall drops what is sent: try `curl` from this machine.',
      };
    default:
      return { what: message, next: hint ?? 'Check that Elasticsearch is running, and its address.' };
  }
}
