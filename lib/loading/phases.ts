import type { Phase } from '../contract/progress.ts';

export const LOADING = { phase: 'load', label: 'Loading documents' } as const satisfies Phase;
export const SENDING_AGAIN = {
  phase: 'send-again',
  label: 'Sending the rejected documents again',
} as const satisfies Phase;
