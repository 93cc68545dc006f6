import type { Phase } from '../../contract/progress.ts';

export const CLOSING = { phase: 'close', label: 'Closing the index' } as const satisfies Phase;
