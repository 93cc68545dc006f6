import type { Phase } from '../contract/progress.ts';

export const REFRESHING = { phase: 'refresh', label: 'Making the documents searchable' } as const satisfies Phase;
export const APPLYING_SETTINGS = {
  phase: 'settings-back',
  label: 'Restoring the settings',
} as const satisfies Phase;
export const WAITING_FOR_SHARDS = { phase: 'wait-for-shards', label: 'Waiting for shards' } as const satisfies Phase;
export const COMPARING = { phase: 'compare', label: 'Comparing with the backup' } as const satisfies Phase;
/** For an index that existed before the restore: each document is looked up by its id. */
export const LOOKING_UP = { phase: 'look-up', label: 'Looking up every document' } as const satisfies Phase;
