/**
 * While a restore fills an index, the index carries an alias of this kind, and documents go in through it with
 * `require_alias`: a bulk can then never make an index by itself, nor reach one that was deleted and made again. It goes
 * when the restore is whole, so an index that still has it is a restore that was never finished.
 */
const LOADING = 'restore-desk-loading-';

/** The same for documents that are added to an index of somebody else: left over, it says nothing about that index. */
const ADDING = 'restore-desk-adding-';

export const loadingAliasOf = (key: string): string => LOADING + key;
export const addingAliasOf = (key: string): string => ADDING + key;

/** Of a restore that was never finished. */
export const isLoadingAlias = (alias: string): boolean => alias.startsWith(LOADING);

/** Bookkeeping of ours, no use of the index by anyone. */
export const isOwnAlias = (alias: string): boolean => alias.startsWith(LOADING) || alias.startsWith(ADDING);
