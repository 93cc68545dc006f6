import type { Phase } from '../contract/progress.ts';

export const CARRYING = { phase: 'carry', label: 'Writing documents' } as const satisfies Phase;
export const UNDOING = { phase: 'undo', label: 'Putting documents back' } as const satisfies Phase;
export const EXAMINING = { phase: 'examine', label: 'Looking up documents' } as const satisfies Phase;
