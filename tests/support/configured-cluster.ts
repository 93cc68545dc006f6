import type { ConfiguredCluster } from '../../lib/config.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { DEFAULT_LOSSES } from '../../lib/incidents/watch-settings.ts';

/** A cluster of the configuration, at an address where nothing listens; `directory` is its backup directory. */
export const configuredCluster = (directory: string, change: Partial<ConfiguredCluster> = {}): ConfiguredCluster => ({
  key: 'production',
  name: 'search',
  environment: 'production',
  colour: 'violet',
  protected: false,
  approval: null,
  readOnly: false,
  drillCluster: null,
  sensitive: false,
  backupSource: folderSource(directory),
  overdueAfterMs: 1,
  roles: null,
  verificationOff: false,
  replay: null,
  republish: [],
  watch: { yellowForMs: 1_800_000, losses: DEFAULT_LOSSES, aliases: [] },
  bucket: null,
  connection: { url: 'http://127.0.0.1:9' },
  ...change,
});
