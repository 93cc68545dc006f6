import type { Phase } from '../contract/progress.ts';

export const MARKING = { phase: 'mark', label: 'Reading sequence numbers' } as const satisfies Phase;
export const WAITING_FOR_OTHERS = { phase: 'wait', label: 'Waiting for another snapshot' } as const satisfies Phase;
export const PREPARING = { phase: 'prepare', label: 'Preparing' } as const satisfies Phase;
export const COPYING = { phase: 'copy', label: 'Copying what is new' } as const satisfies Phase;
export const FINISHING = { phase: 'finish', label: 'Finishing the snapshot' } as const satisfies Phase;
export const BEGINNING = { phase: 'begin', label: 'Beginning the restore' } as const satisfies Phase;
export const RESTORING = { phase: 'restore', label: 'Restoring the shards' } as const satisfies Phase;
