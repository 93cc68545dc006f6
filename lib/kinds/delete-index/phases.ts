import type { Phase } from '../../contract/progress.ts';

export const DELETING = { phase: 'delete-index', label: 'Deleting the index' } as const satisfies Phase;
