import { describe, expect, test } from 'vitest';
import { thrownBy } from '../support/failure-of.ts';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();

describe('a configuration error has the path of its key', () => {
  test.each([
    [
      'clusters:\n  production: { url: "ftp://x", backups: b }\n',
      'clusters.production.url: An address like https://search.example.org:9200 is needed.',
    ],
    [
      'clusters:\n  production: { url: "https://ann:pw@x", backups: b }\n',
      'clusters.production.url: Keep the password out of the address: use `credentials`.',
    ],
    ['clusters:\n  production: { url: "https://x" }\n', 'clusters.production.backups: This key is needed.'],
    [
      cluster('overdueafter: 2h'),
      'clusters.production.overdueafter: There is no such key; did you mean `overdueAfter`.',
    ],
    [
      cluster('overdueAfter: soon'),
      'clusters.production.overdueAfter: A duration like "30m", "26h" or "7d" is needed.',
    ],
    [cluster('colour: mauve'), 'clusters.production.colour: One of "violet", "teal", "pink", "slate" is needed.'],
    [
      cluster('tls: { verfication: off }'),
      'clusters.production.tls.verfication: There is no such key; did you mean `verification`.',
    ],
    [
      cluster('tls: { certificate: a.pem }'),
      'clusters.production.tls: A client certificate needs both `certificate` and `key`.',
    ],
    [cluster('tls: { ca: gone.pem }'), 'clusters.production.tls.ca: The file'],
    [cluster('readOnly: "yes"'), 'clusters.production.readOnly: Invalid input: expected boolean, received string'],
    [
      cluster('credentials: { apiKey: { env: NOT_SET } }'),
      'clusters.production.credentials.apiKey: The environment variable NOT_SET is not set.',
    ],
    [
      cluster('roles: { operators: [a] }'),
      'clusters.production.roles.operators: There is no such key; did you mean `operator`.',
    ],
    [`clustres: {}\n${cluster('')}`, 'clustres: There is no such key; did you mean `clusters`.'],
    [
      `signIn: { kind: oidc }\n${cluster('')}`,
      'signIn.kind: One of "none", "local", "openid-connect", "proxy" is needed.',
    ],
    [
      `signIn: { kind: local, idleafter: 1h }\n${cluster('')}`,
      'signIn.idleafter: There is no such key; did you mean `idleAfter`.',
    ],
    [`parallelJobs: 0\n${cluster('')}`, 'parallelJobs: Too small: expected number to be >=1'],
    [
      'clusters:\n  Production: { url: "https://x", backups: b }\n',
      'clusters.Production: Lower-case letters, digits and dashes.',
    ],
    ['clusters: {}\n', 'clusters: At least one cluster is needed.'],
    ['', 'The file: '],
    [
      `listen: { host: 0.0.0.0 }\n${cluster('')}`,
      'listen.host: Without a sign-in Restore Desk listens on 127.0.0.1 only, not on 0.0.0.0; configure `signIn` to open it to others.',
    ],
    [
      `signIn: { kind: openid-connect, issuer: "https://sso", clientId: a }\n${cluster('')}`,
      'publicUrl: OpenID Connect needs the address people type',
    ],
    [
      `publicUrl: "https://restore.example.org"\nsignIn: { kind: openid-connect, issuer: "http://sso", clientId: a }\n${cluster('')}`,
      'signIn.issuer: The provider must be reached by https',
    ],
    [
      `publicUrl: "https://restore.example.org"\nsignIn: { kind: openid-connect, issuer: "https://sso", clientId: a }\n${cluster('')}`,
      'clusters.production.roles: Say which groups have which role',
    ],
    [
      cluster('roles: { admin: [search-admins] }'),
      'clusters.production.roles: Without a sign-in there are no groups, and no one could open this cluster: configure `signIn`, or leave `roles` out.',
    ],
    [`roles: { admin: ['user:ann'] }\n${cluster('')}`, 'clusters.production.roles: Without a sign-in'],
    [
      `roles: { admin: ["user:ann\\u200b"] }\n${cluster('')}`,
      'roles.admin[0]: This can’t be the name of a person or a group: it has characters that can’t be seen.',
    ],
    [
      `roles: { admin: ["on\\u00adcall"] }\n${cluster('')}`,
      'roles.admin[0]: This can’t be the name of a person or a group',
    ],
    [`trustedProxies: [proxy.example.org]\n${cluster('')}`, 'trustedProxies[0]: An address or a network is needed'],
    [`trustedProxies: [10.0.0.7, 10.0.0.0/33]\n${cluster('')}`, 'trustedProxies[1]: An address or a network is needed'],
    [
      `signIn: { kind: proxy, from: ["fd00::/129"], proof: { header: x, secret: { env: A } } }\n${cluster('')}`,
      'signIn.from[0]: An address or a network is needed',
    ],
  ])('%j', (yaml, expected) => {
    expect(folder.loadError(yaml)).toContain(expected);
  });

  test('an error of YAML has line and column', () => {
    expect(folder.loadError('clusters:\n  production: { url: "https://x\n')).toMatch(
      /restore-desk\.yaml, line \d+, column \d+: Not readable as YAML/,
    );
  });

  test('every error is in the details, the first one in the message', () => {
    expect(
      thrownBy(() => folder.load('clusters:\n  production: { url: "ftp://x", backups: b, colour: mauve }\n')).details
        .problems,
    ).toHaveLength(2);
  });
});
