import type { Phase } from '../contract/progress.ts';

export const UNPACKING = { phase: 'unpack', label: 'Unpacking' } as const satisfies Phase;
