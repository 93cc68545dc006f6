import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { folderOf } from '../../lib/contract/backup-ref.ts';
import { roleOn } from '../../lib/access/roles.ts';
import { loadConfiguration } from '../../lib/config/load.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { thrownBy } from '../support/failure-of.ts';
import { cluster, environment, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();

describe('a configuration', () => {
  test('of two clusters is read with its defaults, and paths are relative to its folder', () => {
    const { clusters, parallelJobs, dataDirectory, listen, signIn } = folder.load(
      'clusters:\n  production: { url: "https://a:9200/", backups: b1, colour: violet }\n  staging: { url: "http://b:9200", backups: /b2, environment: staging, overdueAfter: 7d }\n',
    );
    expect(clusters.map(({ key }) => key)).toEqual(['production', 'staging']);
    expect(clusters[0]).toMatchObject({
      name: 'production',
      environment: 'production',
      colour: 'violet',
      backupSource: folderSource(join(folder.path, 'b1')),
      overdueAfterMs: 26 * 3_600_000,
      readOnly: false,
      protected: false,
      approval: null,
    });
    expect(clusters[0]!.connection.url).toBe('https://a:9200');
    expect(clusters[1]).toMatchObject({ colour: 'teal', backupSource: 'folder:/b2', overdueAfterMs: 7 * 86_400_000 });
    expect({ parallelJobs, dataDirectory, listen, signIn }).toEqual({
      parallelJobs: 2,
      dataDirectory: join(folder.path, 'data'),
      listen: { host: '127.0.0.1', port: 3000 },
      signIn: { kind: 'none', role: 'admin' },
    });
  });

  test('is read from RESTORE_DESK_CONFIG', () => {
    const file = join(folder.path, 'other.yaml');
    writeFileSync(file, cluster(''));
    expect(loadConfiguration(environment({ RESTORE_DESK_CONFIG: file }), '/').clusters[0]!.backupSource).toBe(
      folderSource(join(folder.path, 'backups')),
    );
    expect(
      thrownBy(() =>
        loadConfiguration(environment({ RESTORE_DESK_CONFIG: join(folder.path, 'gone.yaml') }), folder.path),
      ).message,
    ).toContain("gone.yaml can't be read (ENOENT)");
  });

  test('is built from ELASTICSEARCH_URL alone, and its credentials are removed from the address', () => {
    expect(
      loadConfiguration(environment({ ELASTICSEARCH_URL: 'https://ann:100%sure@search:9200' }), folder.path)
        .clusters[0]!.connection.auth,
    ).toEqual({ username: 'ann', password: '100%sure' });
    const { clusters } = loadConfiguration(
      environment({ ELASTICSEARCH_URL: 'https://ann:p%40ss-in-url@search:9200' }),
      folder.path,
    );
    expect(clusters).toHaveLength(1);
    expect(clusters[0]!.connection).toEqual({
      url: 'https://search:9200',
      auth: { username: 'ann', password: 'p@ss-in-url' },
    });
  });

  test('treats an empty variable as not set', () => {
    const empty = Object.fromEntries(
      [
        'RESTORE_DESK_CONFIG',
        'RESTORE_DESK_CLUSTER',
        'RESTORE_DESK_NAME',
        'RESTORE_DESK_ENVIRONMENT',
        'RESTORE_DESK_DATA',
        'RESTORE_DESK_BACKUPS',
        'ELASTICSEARCH_USERNAME',
        'ELASTICSEARCH_PASSWORD',
        'ELASTICSEARCH_API_KEY',
        'ELASTICSEARCH_CA',
        'PORT',
      ].map((name) => [name, '']),
    );
    const set = { ELASTICSEARCH_URL: 'http://search:9200' };
    expect(loadConfiguration(environment({ ...empty, ...set }), folder.path)).toEqual(
      loadConfiguration(environment(set), folder.path),
    );
    expect(folder.load(cluster(''), { ...empty, ELASTICSEARCH_URL: '' }).file).toBe(
      join(folder.path, 'restore-desk.yaml'),
    );
  });

  test('that is missing is reported with what to do', () => {
    const { message, hint } = thrownBy(() => loadConfiguration(environment(), folder.path));
    expect(message).toContain('No cluster is configured');
    expect(hint).toContain('ELASTICSEARCH_URL');
  });

  test('of the example file is valid', () => {
    const example = readFileSync(
      fileURLToPath(new URL('../../restore-desk.example.yaml', import.meta.url)),
      'utf8',
    ).replace('ca: certificates/search-ca.pem', '{}');
    folder.write('restore-desk.yaml', example);
    const configuration = loadConfiguration(environment({ SEARCH_PASSWORD: 'from-the-environment' }), folder.path);
    // Without a sign-in, the local user has a role on both clusters.
    const local = {
      name: 'local',
      groups: [],
      role: configuration.signIn.kind === 'none' ? configuration.signIn.role : null,
    };
    expect(configuration.clusters.map((each) => [each.key, roleOn(local, each, configuration.roles)])).toEqual([
      ['production', 'admin'],
      ['staging', 'admin'],
    ]);
  });

  test('of the example file reads the directory that the documented commands write to', () => {
    const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
    folder.write('restore-desk.yaml', read('restore-desk.example.yaml').replace(/ca: .*/, '{}'));
    const { clusters } = loadConfiguration(environment({ SEARCH_PASSWORD: 'from-the-environment' }), folder.path);
    const commands = [...read('docs/operations.md').matchAll(/restore-desk (?:backup|restore) (\w+) (\S+)/g)];
    expect(commands.length).toBeGreaterThan(2);
    for (const [command, key, path] of commands) {
      // A backup may be restored on another cluster.
      const within = clusters.some(({ backupSource }) => path!.startsWith(folderOf(backupSource)!));
      const known = clusters.some((each) => each.key === key);
      expect({ command, known, within }).toEqual({ command, known: true, within: true });
    }
  });
});

test('a wrong configuration ends the start with exit code 1 and the error', () => {
  folder.write('restore-desk.yaml', 'clusters:\n  production: { url: nonsense, backups: b }\n');
  const { status, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('../../scripts/start.ts', import.meta.url))],
    { cwd: folder.path, env: environment({ PATH: process.env.PATH ?? '' }), encoding: 'utf8', timeout: 30_000 },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('clusters.production.url: An address like');
});

test('the audit log has durations to keep lines, and sizes to warn of', () => {
  expect(folder.load(cluster('')).auditLog).toEqual({
    keepMs: 730 * 86_400_000,
    keepRefusedMs: 90 * 86_400_000,
    warnAtBytes: 1024 ** 3,
    warnFreeBytes: 512 * 1024 ** 2,
  });
  expect(folder.load(`auditLog: { keep: 400d, warnAt: 1.5GB }\n${cluster('')}`).auditLog).toMatchObject({
    keepMs: 400 * 86_400_000,
    warnAtBytes: 1.5 * 1024 ** 3,
  });
  expect(folder.loadError(`auditLog: { keep: for ever }\n${cluster('')}`)).toContain('auditLog.keep: A duration like');
  expect(folder.loadError(`auditLog: { warnAt: 5 }\n${cluster('')}`)).toContain('auditLog.warnAt: A size like "500MB"');
});
