import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupSources, type BackupSources } from '../../lib/backups/sources.ts';
import { SDK_SETTINGS } from '../../lib/buckets/bucket-settings.ts';

/** Sources whose buckets are reached by the SDK's own variables. */
export const sdkSources = (): BackupSources =>
  backupSources({
    trusted: true,
    bucket: () => ({ settings: SDK_SETTINGS, staging: join(tmpdir(), 'restore-desk-buckets') }),
  });
