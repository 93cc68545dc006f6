import type { Phase } from '../contract/progress.ts';

export const CREATING = { phase: 'create', label: 'Creating the index' } as const satisfies Phase;
/** An index that exists is made ready to be filled. */
export const PREPARING = { phase: 'prepare', label: 'Preparing the index' } as const satisfies Phase;
