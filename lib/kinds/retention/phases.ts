import type { Phase } from '../../contract/progress.ts';

export const CHECKING = { phase: 'check', label: 'Reading the backups again' } as const satisfies Phase;
export const DELETING = { phase: 'delete', label: 'Deleting backups' } as const satisfies Phase;
