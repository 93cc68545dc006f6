export interface RequestTarget {
  /** Path and query to send, as captured: begins with `/`, and never names a host. */
  text: string;
  /** Raw, without the query, and with one slash at its beginning: proxies take several for one. */
  path: string;
  query: URLSearchParams;
}

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * The part of a request line between method and version. A scheme and a host in it are left out: a request always goes
 * to the target of the replay, whatever it names.
 */
export function requestTarget(raw: string): RequestTarget {
  const local = raw.replace(ABSOLUTE, '');
  const text = local.startsWith('/') ? local : `/${local}`;
  const at = text.indexOf('?');
  const path = at === -1 ? text : text.slice(0, at);
  const query = at === -1 ? '' : text.slice(at + 1);
  return {
    text,
    path: path.replace(/^\/+/, '/'),
    query: new URLSearchParams(Buffer.from(query, 'latin1').toString('utf8')),
  };
}

/** The text of raw bytes (given as latin1), percent-decoded once; undecoded where that is not possible. */
export function decodeOnce(raw: string): string {
  const text = Buffer.from(raw, 'latin1').toString('utf8');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
