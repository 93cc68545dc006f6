export { planRestore } from './plan-restore.ts';
export type { RestoreWish } from './restore-wish.ts';
export type { RestoreCheckpoint, RestoreOptions } from './restoring.ts';
export { retryRejected, runRestore } from './run-restore.ts';
