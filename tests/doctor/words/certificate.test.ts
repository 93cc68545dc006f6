import { expect, test } from 'vitest';
import { certificateFinding, type Encryption } from '../../../lib/doctor/words/certificate.ts';

const NOW = Date.parse('2026-01-08T03:00:00Z');
const DAY_MS = 86_400_000;
const certificate = {
  protocol: 'TLSv1.3',
  problem: null,
  validFromMs: NOW - DAY_MS,
  validToMs: NOW + 90 * DAY_MS,
  issuer: 'Search team',
};
const found = (over: Partial<Encryption> = {}) =>
  certificateFinding(
    { loopback: false, certificate, verified: true, authorityEndsMs: null, clientEndsMs: null, ...over },
    NOW,
  );

test.each<[string, Partial<Encryption>, string, RegExp]>([
  ['http to another machine', { certificate: null }, 'warning', /not encrypted/],
  ['http on this machine', { certificate: null, loopback: true }, 'ok', /does not leave this machine/],
  [
    'trusted',
    {},
    'ok',
    /verified by an authority that this machine trusts, and ends on 2026-04-08 03:00 UTC, in 90 days/,
  ],
  ['trusted by its own authority', { authorityEndsMs: NOW + 400 * DAY_MS }, 'ok', /the authority of `tls.ca`/],
  ['verification off', { verified: false }, 'warning', /not verified/],
  [
    'ended, although nothing verifies it',
    { verified: false, certificate: { ...certificate, validToMs: NOW - DAY_MS, problem: 'CERT_HAS_EXPIRED' } },
    'failure',
    /ended on 2026-01-07/,
  ],
  ['not valid yet', { certificate: { ...certificate, validFromMs: NOW + DAY_MS } }, 'failure', /in the future/],
  ['ends in 14 days', { certificate: { ...certificate, validToMs: NOW + 14 * DAY_MS } }, 'warning', /in 14 days/],
  ['ends in 15 days', { certificate: { ...certificate, validToMs: NOW + 15 * DAY_MS } }, 'ok', /in 15 days/],
  ['ends today', { certificate: { ...certificate, validToMs: NOW + 60_000 } }, 'warning', /in less than a day/],
  [
    'the authority ends',
    { authorityEndsMs: NOW + DAY_MS },
    'warning',
    /authority that `tls.ca` names ends .* in 1 day/,
  ],
  ['our certificate has ended', { clientEndsMs: NOW - 1 }, 'failure', /client certificate/],
  [
    'of an unknown authority',
    { certificate: { ...certificate, problem: 'SELF_SIGNED_CERT_IN_CHAIN' } },
    'failure',
    /of “Search team”, which this machine does not know/,
  ],
  [
    'of another authority than ours',
    {
      authorityEndsMs: NOW + 400 * DAY_MS,
      certificate: { ...certificate, problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    },
    'failure',
    /not of the authority that `tls.ca` names/,
  ],
  [
    'for another name',
    { certificate: { ...certificate, problem: 'ERR_TLS_CERT_ALTNAME_INVALID' } },
    'failure',
    /for another name/,
  ],
])('%s', (_, over, level, what) => {
  const finding = found(over);
  expect(finding.level).toBe(level);
  expect(finding.what).toMatch(what);
  expect(finding.next === null).toBe(level === 'ok');
});
