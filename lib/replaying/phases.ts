import type { Phase } from '../contract/progress.ts';

export const READING = { phase: 'read-captures', label: 'Reading captured requests' } as const satisfies Phase;
export const SENDING = { phase: 'send', label: 'Sending requests' } as const satisfies Phase;
export const QUEUE = { phase: 'queue', label: 'Waiting until the queue is empty' } as const satisfies Phase;
export const COUNTING = { phase: 'count', label: 'Counting documents' } as const satisfies Phase;
