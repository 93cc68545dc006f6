import { expect, test } from 'vitest';
import type { BackupManifest } from '../../../lib/contract/backup.ts';
import { sourceClusterCheck, versionsCheck } from '../../../lib/kinds/restore/checks/source-cluster-check.ts';

const cluster = (uuid: string) => ({
  name: 'es-prod',
  uuid,
  version: '8.19.9',
  distribution: 'elasticsearch' as const,
});
const manifest = (uuid: string) => ({ cluster: cluster(uuid) }) as BackupManifest;

test('a plan names the cluster that the backup was made from, and warns where it is not this one', () => {
  expect(sourceClusterCheck(manifest('own'), cluster('own'))).toMatchObject({ level: 'ok' });
  expect(sourceClusterCheck(manifest('other'), cluster('own'))).toMatchObject({
    level: 'warn',
    title: 'The backup is of another cluster: es-prod',
  });
  expect(sourceClusterCheck(null, cluster('own'))).toMatchObject({ level: 'warn' });
});

test('versions of another cluster are refused for a copy, and warned about where the cluster may have been built again', () => {
  expect(versionsCheck(manifest('own'), cluster('own'), false)).toEqual([]);
  expect(versionsCheck(null, cluster('own'), false)).toEqual([]);
  expect(versionsCheck(manifest('other'), cluster('own'), false)).toMatchObject([{ level: 'warn' }]);
  expect(versionsCheck(manifest('other'), cluster('own'), true)).toMatchObject([{ level: 'refuse' }]);
  expect(versionsCheck(null, cluster('own'), true)).toMatchObject([{ level: 'refuse' }]);
});
