import type { Phase } from '../../contract/progress.ts';

export const DELETING = { phase: 'delete', label: 'Deleting indices' } as const satisfies Phase;
