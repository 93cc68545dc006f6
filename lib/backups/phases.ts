import type { Phase } from '../contract/progress.ts';

export const READING_BACKUP = { phase: 'read-backup', label: 'Reading the backup to its end' } as const satisfies Phase;
export const READING = { phase: 'read', label: 'Reading documents' } as const satisfies Phase;
/** Counted against what was there, written to the disk for good, and given its name. */
export const PUBLISHING = { phase: 'publish', label: 'Counting and publishing' } as const satisfies Phase;
