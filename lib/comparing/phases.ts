import type { Phase } from '../contract/progress.ts';

export const READING_SIDES = { phase: 'read-sides', label: 'Reading both sides' } as const satisfies Phase;
export const MATCHING = { phase: 'match', label: 'Matching documents' } as const satisfies Phase;
export const COMPARING_VALUES = { phase: 'values', label: 'Comparing values' } as const satisfies Phase;
