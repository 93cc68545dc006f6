import type { Phase } from '../contract/progress.ts';

export const CREATING = { phase: 'create', label: 'Creating the index' } as const satisfies Phase;
/** For an index that exists. */
export const PREPARING = { phase: 'prepare', label: 'Preparing the index' } as const satisfies Phase;
