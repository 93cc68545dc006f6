import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupSources, type BackupSources, type BucketAccess } from '../../lib/backups/sources.ts';
import { SDK_SETTINGS } from '../../lib/buckets/bucket-settings.ts';

/** Sources as a command line without a configuration finds them. */
export const testSources = ({
  trusted = true,
  bucket = {},
}: { trusted?: boolean; bucket?: Partial<BucketAccess> } = {}): BackupSources =>
  backupSources({
    trusted,
    bucket: () => ({ settings: SDK_SETTINGS, staging: join(tmpdir(), 'restore-desk-buckets'), ...bucket }),
  });
