import type { Phase } from '../../contract/progress.ts';

export const PROBING = { phase: 'probe', label: 'Running probe queries' } as const satisfies Phase;
export const DELETING = { phase: 'delete', label: 'Deleting the index of the drill' } as const satisfies Phase;
