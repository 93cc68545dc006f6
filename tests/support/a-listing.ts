import type { BackupListing, BackupSummary } from '../../lib/contract/backup.ts';

/** A directory that was read whole, with these backups. */
export const aListing = (backups: BackupSummary[], over: Partial<BackupListing> = {}): BackupListing => ({
  source: 'folder:/b',
  directory: '/b',
  takenAt: '2026-11-23T12:00:00.000Z',
  problem: null,
  missing: false,
  unread: [],
  backups,
  ...over,
});
