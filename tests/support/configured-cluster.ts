import type { ConfiguredCluster } from '../../lib/config.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';

/** A cluster as the configuration gives it, at an address where nothing listens; `directory`: the folder of its backups. */
export const configuredCluster = (directory: string, change: Partial<ConfiguredCluster> = {}): ConfiguredCluster => ({
  key: 'production',
  name: 'search',
  environment: 'production',
  colour: 'red',
  protected: false,
  approval: null,
  readOnly: false,
  sensitive: false,
  backupSource: folderSource(directory),
  overdueAfterMs: 1,
  roles: null,
  verificationOff: false,
  connection: { url: 'http://127.0.0.1:9' },
  ...change,
});
