import type { Phase } from '../contract/progress.ts';

export const READING_BACKUP = { phase: 'read-backup', label: 'Reading the backup to its end' } as const satisfies Phase;
export const READING = { phase: 'read', label: 'Reading documents' } as const satisfies Phase;
/** The documents are counted against the index, the file is synced to disk and gets its name. */
export const PUBLISHING = { phase: 'publish', label: 'Counting and publishing' } as const satisfies Phase;
