import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { doctorCheck } from '../../../lib/contract/doctor.ts';
import { emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { runCommand } from '../../support/command-line.ts';

let url: string;
beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  mkdirSync(join(folder, 'backups'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const doctor = (configuration: string, ...words: string[]) => {
  writeFileSync(join(folder, 'restore-desk.yaml'), configuration);
  return runCommand(['doctor', ...words], { cwd: folder, environment: { PASSWORD: 'planted-password' } });
};
const clusters = (more = '') => `clusters:\n  production: { url: "${url}", backups: backups }\n${more}`;
const REFUSED = '  down: { url: "http://127.0.0.1:9", backups: backups }\n';

describe('restore-desk doctor', () => {
  test('has one line for each check, and exit code 0 without a failure', async () => {
    const { code, stderr, stdout } = await doctor(clusters());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('Installation');
    expect(lines).toContain('Cluster production: production (production)');
    for (const line of lines.slice(1, -1)) expect(line).toMatch(/^( {2}(ok {5}|warning) {2}\S|Cluster | {11}→ )/);
    expect(stdout).toMatch(/ {2}ok {7}Connection: http:\/\/127\.0\.0\.1:\d+ answers in \d+ ms\./);
    expect(lines.at(-1)).toMatch(/^\d+ checks in [\d.]+ s: 0 failures, \d+ warnings?\.$/);
    // Nothing is made, and nothing is left.
    expect(readdirSync(folder).sort()).toEqual(['backups', 'restore-desk.yaml']);
    expect(readdirSync(join(folder, 'backups'))).toEqual([]);
  });

  test('a failure is in capitals, with what to do below it, and exit code 1', async () => {
    const { code, stdout } = await doctor(clusters(REFUSED));
    expect(code).toBe(1);
    expect(stdout).toMatch(
      / {2}FAILURE {2}Connection: Nothing listens at http:\/\/127\.0\.0\.1:9: the connection was refused\.\n {11}→ Start the cluster/,
    );
    expect(stdout).toMatch(/ answers in \d+ ms\./);
  });

  test('with a key, that cluster and the installation alone', async () => {
    const { code, stdout } = await doctor(clusters(REFUSED), 'production');
    expect(code).toBe(0);
    expect(stdout).toContain('Installation\n');
    expect(stdout).not.toContain('Cluster down');
  });

  test('--json is one object with a status and the checks', async () => {
    const secret =
      '  down: { url: "http://127.0.0.1:9", backups: backups, credentials: { username: u, password: { env: PASSWORD } } }\n';
    const { code, json, stdout } = await doctor(clusters(secret), '--json');
    expect(code).toBe(1);
    expect(json).toMatchObject({ status: 'failed', verb: 'doctor', takenAt: expect.any(String) as string });
    const checks = z.array(doctorCheck).parse(json['checks']);
    expect(checks.find(({ cluster, id }) => cluster === 'down' && id === 'connection')?.level).toBe('failure');
    expect(checks.find(({ cluster, id }) => cluster === 'production' && id === 'connection')?.level).toBe('ok');
    expect(stdout).not.toContain('planted');
  });

  test('a wrong configuration is a failure with its sentence', async () => {
    const { code, stdout } = await doctor('clusters: { production: { urls: x } }');
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAILURE {2}Configuration: clusters\.production\.url: This key is needed/);
  });

  test('an unknown key is wrong usage, and names those that are there', async () => {
    const { code, stderr } = await doctor(clusters(), 'staging');
    expect(code).toBe(2);
    expect(stderr).toContain('There is production.');
  });
});
