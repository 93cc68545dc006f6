import type { Phase } from '../contract/progress.ts';

export const OPENING = { phase: 'open', label: 'Opening the index' } as const satisfies Phase;
export const CHANGING = { phase: 'change-alias', label: 'Changing the alias' } as const satisfies Phase;
export const MOVING = { phase: 'move-alias', label: 'Switching the alias' } as const satisfies Phase;
