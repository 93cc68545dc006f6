import { callerOf } from './client-address.ts';
import { RateLimit } from './rate-limit.ts';

const lines = new RateLimit(1, 50);

/** Whether a refusal of somebody who is not signed in goes into the record: from one address so many do, and the rest would only fill the disk. */
export const isWorthALine = (address: string | null): boolean => lines.take(callerOf(address)) === 0;
