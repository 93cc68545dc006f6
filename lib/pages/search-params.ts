import type { ByWord } from '../contract/by-name.ts';

export type SearchParams = Promise<ByWord<string | string[] | undefined>>;
