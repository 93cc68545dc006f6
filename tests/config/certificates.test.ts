import { describe, expect, test } from 'vitest';
import { makeAuthority } from '../support/certificates.ts';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();

describe('certificates', () => {
  const authority = makeAuthority('an authority');
  const [ours, another] = [authority.forClient('restore-desk'), authority.forClient('another')];
  const https = (tls: string) => cluster(`tls: { ${tls} }`);

  test('are read at start-up', () => {
    folder.write('ca.pem', authority.cert);
    folder.write('client.pem', ours.cert);
    folder.write('client.key', ours.key);
    expect(
      folder.load(https('ca: ca.pem, certificate: client.pem, key: client.key')).clusters[0]!.connection.tls,
    ).toEqual({
      ca: authority.cert,
      cert: ours.cert,
      key: ours.key,
      verify: true,
    });
  });

  test.each([
    ['ca: not.pem', 'clusters.production.tls.ca: The file not.pem holds no certificate in PEM form.'],
    [
      'certificate: client.pem, key: another.key',
      'clusters.production.tls.key: The file another.key is not the key of client.pem',
    ],
    ['certificate: client.pem', 'clusters.production.tls: A client certificate needs both `certificate` and `key`.'],
  ])('that can’t be used are refused at start-up: %s', (tls, expected) => {
    folder.write('not.pem', 'this is no certificate');
    folder.write('client.pem', ours.cert);
    folder.write('another.key', another.key);
    expect(folder.loadError(https(tls))).toContain(expected);
  });

  test('of a channel’s receiver are read at start-up', () => {
    folder.write('ca.pem', authority.cert);
    const channel = 'hook: { kind: webhook, url: "https://hook.internal/in", tls: { ca: ca.pem } }';
    const { notifications } = folder.load(`${cluster('')}notifications: { channels: { ${channel} } }`);
    expect(notifications.channels[0]!.access).toEqual({
      url: 'https://hook.internal/in',
      secret: null,
      ca: authority.cert,
    });
  });
});
