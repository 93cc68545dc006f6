export { planRestore } from './plan.ts';
export type { RestoreWish } from './wish.ts';
export type { RestoreCheckpoint, RestoreOptions } from '../../loading/checkpoint.ts';
export { retryRejected, runRestore } from './run.ts';
