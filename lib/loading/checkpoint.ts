import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Buckets } from '../contract/load-outcome.ts';
import type { Run } from '../running/run.ts';

export interface RestoreCheckpoint {
  /** Of the index this restore made; it is never filled under another one. */
  uuid: string;
  /** Documents of the backup answered for, from its start. */
  done: number;
  buckets: Buckets;
  /** Digest of the rejected ones among them. */
  notLoaded?: string;
}

export interface RestoreOptions {
  /** What a bulk body aims at. */
  bulkBytes?: number;
  /** Bulks under way at a time. */
  bulks?: number;
  /** How long passing faults are waited out. */
  patienceMs?: number;
}

export const NO_DOCUMENTS: Buckets = { indexed: 0, existing: 0, newer: 0, rejected: 0 };

/** A run of a restore; a retry of rejected documents keeps no checkpoint. */
export type RestoreRun = Run<RestoreCheckpoint> | Run<never>;

/** Made by this restore, or by an earlier run of it. */
export const isCreatedHere = (plan: RestorePlan): boolean => plan.target.uuid === null || plan.resume !== null;

/**
 * What is put behind the load at once, and what only behind everything else: a block that was asked for would stand in
 * the way of the check and of the alias.
 */
export function afterLoad(plan: RestorePlan): { now: Record<string, unknown>; last: Record<string, unknown> } {
  const settings = Object.entries(plan.settings.afterLoad);
  const isBlock = ([name]: [string, unknown]) => name.startsWith('index.blocks.');
  return {
    now: Object.fromEntries(settings.filter((setting) => !isBlock(setting))),
    last: Object.fromEntries(settings.filter(isBlock)),
  };
}
