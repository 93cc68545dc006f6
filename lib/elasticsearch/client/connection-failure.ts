import type { ConnectionOptions } from './cluster.ts';

interface Trouble {
  /** Ends a sentence that begins "No connection to …:". */
  why: string;
  hint: string;
}

/** Node's and OpenSSL's words for what went wrong under TLS; they are all that is left of a broken handshake. */
const UNTRUSTED =
  /unable to verify the first certificate|self[- ]signed certificate|unable to get (?:local )?issuer certificate|unable to get issuer/i;
const NO_TLS = /wrong version number|packet length too long|http request|record layer failure/i;
const ALERT =
  /certificate[ _]required|bad[ _]certificate|handshake[ _]failure|unknown[ _]ca|alert number (?:40|42|46|48|116)/i;
const CLOSED = /other side closed|socket hang up|ECONNRESET|socket disconnected before secure/i;

/** Why a connection could not be made, and what to look at: certificates and addresses are where people stumble. */
export function connectionFailure(words: string, { url, tls }: ConnectionOptions): Trouble {
  const { hostname, protocol } = new URL(url);
  const secure = protocol === 'https:';
  if (UNTRUSTED.test(words)) return untrusted(tls);
  if (/does not match certificate/i.test(words)) return forAnotherName(words, hostname);
  if (/certificate has expired/i.test(words))
    return { why: 'its certificate has expired', hint: 'Whoever keeps the cluster must renew it.' };
  if (/certificate is not yet valid/i.test(words))
    return { why: 'its certificate is not valid yet', hint: 'Look at the clocks of both machines.' };
  if (secure && NO_TLS.test(words))
    return {
      why: 'what answers there does not speak https',
      hint: 'If Elasticsearch speaks plain http there, the address begins with http://.',
    };
  if (secure && ALERT.test(words)) return refused(tls);
  if (CLOSED.test(words))
    return {
      why: 'it closed the connection without an answer',
      hint: `Is it running? ${perhaps(secure, tls)} Its log says why.`,
    };
  return {
    why: words
      .replace(/ - Local: .*$/, '')
      .trim()
      .replace(/\.$/, ''),
    hint: 'Check that Elasticsearch is running and that its address and certificate are right.',
  };
}

const untrusted = (tls: ConnectionOptions['tls']): Trouble =>
  tls?.ca
    ? {
        why: 'its certificate is not signed by the authority that `tls.ca` names',
        hint:
          'Compare the two: `openssl s_client -showcerts -connect` shows what the cluster sends. ' +
          'Perhaps its authority was renewed.',
      }
    : {
        why: 'its certificate is signed by an authority that is not known here',
        hint:
          'Name the PEM file of that authority: `tls.ca` in the configuration, ELASTICSEARCH_CA, ' +
          'or --ca on the command line.',
      };

function forAnotherName(words: string, hostname: string): Trouble {
  const names = /\b(?:DNS|IP Address):[^\s,]+(?:, (?:DNS|IP Address):[^\s,]+)*/.exec(words)?.[0];
  return {
    why: `its certificate is for another name than ${hostname}${names ? ` (${names})` : ''}`,
    hint: 'Write the name that stands in the certificate into the address, or have a certificate made for this one.',
  };
}

/** It ended the handshake with an alert about our certificate. */
const refused = (tls: ConnectionOptions['tls']): Trouble =>
  tls?.cert
    ? {
        why: 'it does not accept the client certificate that `tls.certificate` names',
        hint: 'Is it signed by an authority that the cluster trusts, and still valid?',
      }
    : {
        why: 'it asks for a client certificate, and none is configured',
        hint: 'Name the PEM files of one: `tls.certificate` and `tls.key`.',
      };

/** What a connection that was closed without a word can mean. */
function perhaps(secure: boolean, tls: ConnectionOptions['tls']): string {
  if (!secure) return 'If it speaks https there, the address begins with https://.';
  return tls?.cert
    ? 'Perhaps it does not accept the client certificate that `tls.certificate` names.'
    : 'Perhaps it asks for a client certificate: `tls.certificate` and `tls.key` name one.';
}
