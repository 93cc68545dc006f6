import type { IndexStanding } from '@/lib/contract/index-page.ts';

export type ExistingIndex = Extract<IndexStanding, { state: 'exists' }>;
export type NoIndex = Extract<IndexStanding, { state: 'missing' }>;
