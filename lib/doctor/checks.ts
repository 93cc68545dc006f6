import { bucketAccessOf } from '../config/bucket-access.ts';
import type { Configuration, ConfiguredChannel } from '../config/configuration.ts';
import { folderOf } from '../contract/backup-ref.ts';
import { PRIVILEGE_ROLES } from '../elasticsearch/privileges.ts';
import type { Check, Finding } from './check.ts';
import { checkBucket } from './checks/bucket.ts';
import { checkCertificate } from './checks/certificate.ts';
import { checkClock } from './checks/clock.ts';
import { checkPrivileges, checkRepositories, checkUser, checkVersion } from './checks/cluster.ts';
import { checkConnection } from './checks/connection.ts';
import { checkFolder, checkSpace, checkSpeed } from './checks/folder.ts';
import { checkChannel, checkDatabase, checkPublicAddress, checkSignIn } from './checks/installation.ts';
import type { OpenedCluster } from './opened-cluster.ts';
import { configurationFinding, noChannelsFinding } from './words/installation.ts';
import { ROLE_TITLES } from './words/privileges.ts';

/** What the checks of the installation are made of. */
export interface Installation {
  configuration: Configuration;
  /** Those that are checked. */
  channels: readonly ConfiguredChannel[];
  timeLimitMs: number;
}

/** The list of the checks of the installation, in the order in which they are shown. */
export function installationChecks({ channels, configuration, timeLimitMs }: Installation): Check[] {
  const { auditLog, clusters, dataDirectory, file } = configuration;
  const check = checkOf({ cluster: null, dependsOn: null, timeLimitMs });
  const data = { created: 'when the dashboard starts', isPrivate: true };
  return [
    check('configuration', 'Configuration', async () => configurationFinding(file, clusters.length)),
    check('data-folder', 'Data folder', (signal) => checkFolder(dataDirectory, data, signal)),
    check('data-space', 'Space for data', (signal) => checkSpace(dataDirectory, auditLog.warnFreeBytes, signal)),
    check('data-speed', 'Speed of the data folder', (signal) => checkSpeed(dataDirectory, signal)),
    check('database', 'Jobs’ database', () => checkDatabase(dataDirectory, timeLimitMs * 0.9)),
    check('sign-in', 'Sign-in', () => checkSignIn(configuration)),
    check('public-address', 'Public address', (signal) => checkPublicAddress(configuration, signal)),
    ...(channels.length === 0
      ? [check('channels', 'Notification channels', async () => noChannelsFinding())]
      : channels.map((channel) =>
          check(`channel-${channel.name}`, `Channel ${channel.name}`, (signal) =>
            checkChannel(channel, configuration, { signal, timeLimitMs: timeLimitMs * 0.9 }),
          ),
        )),
  ];
}

const CONNECTION = 'Connection';

/** The list of the checks of one cluster, in the order in which they are shown. */
export function clusterChecks(opened: OpenedCluster, configuration: Configuration): Check[] {
  const { entry, timeLimitMs } = opened;
  const alone = checkOf({ cluster: entry.key, dependsOn: null, timeLimitMs });
  const check = checkOf({ cluster: entry.key, dependsOn: CONNECTION, timeLimitMs });
  return [
    alone('connection', CONNECTION, (signal) => checkConnection(opened, signal)),
    check('certificate', 'Encryption (TLS)', (signal) => checkCertificate(opened, signal)),
    check('version', 'Version', (signal) => checkVersion(opened, signal)),
    check('user', 'Who we are', (signal) => checkUser(opened, signal)),
    ...PRIVILEGE_ROLES.map((role) =>
      check(`privileges-${role.replace('_', '-')}`, ROLE_TITLES[role], (signal) =>
        checkPrivileges(opened, role, signal),
      ),
    ),
    check('clock', 'Clocks', (signal) => checkClock(opened, signal)),
    check('repositories', 'Snapshot repositories', (signal) => checkRepositories(opened, signal)),
    ...backupChecks(opened, configuration, alone),
  ];
}

function backupChecks({ entry }: OpenedCluster, configuration: Configuration, check: MakeCheck): Check[] {
  const { backupSource } = entry;
  const folder = folderOf(backupSource);
  if (folder === null) {
    const { clusters, dataDirectory } = configuration;
    const { settings } = bucketAccessOf(clusters, dataDirectory)(backupSource);
    return [check('backups-bucket', 'Bucket of the backups', (signal) => checkBucket(backupSource, settings, signal))];
  }
  const backups = { created: 'with the first backup', isPrivate: false };
  return [
    check('backups-folder', 'Backup folder', (signal) => checkFolder(folder, backups, signal)),
    check('backups-space', 'Space for backups', (signal) => checkSpace(folder, undefined, signal)),
    check('backups-speed', 'Speed of the backup folder', (signal) => checkSpeed(folder, signal)),
  ];
}

type MakeCheck = (id: string, title: string, read: (signal: AbortSignal) => Promise<Finding>) => Check;

const checkOf =
  (common: Pick<Check, 'cluster' | 'dependsOn' | 'timeLimitMs'>): MakeCheck =>
  (id, title, read) => ({ id, title, read, ...common });
