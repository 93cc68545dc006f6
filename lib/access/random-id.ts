import { createHash, randomBytes } from 'node:crypto';

/** A secret for one browser's cookie: 256 random bits. lib/config/redact.ts finds it in any text by its prefix. */
export const newRandomId = (): string => `rds_${randomBytes(32).toString('base64url')}`;

/** The only form of an id that the database keeps: SHA-256 in hex. An id is random, so it needs no salt and no slow hash. */
export const hashOfId = (id: string): string => createHash('sha256').update(id).digest('hex');
