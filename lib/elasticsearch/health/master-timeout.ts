/** Sent with each request: a cluster without a master answers only after 30 s by default. */
export const MASTER_TIMEOUT = '5s';
