/**
 * While a restore fills an index, the index has an alias with this prefix, and documents are written through it with
 * `require_alias`: a bulk request can then neither create an index nor reach one that was deleted and created again. A
 * complete restore removes it, so an index that still has it is an unfinished restore.
 */
const LOADING = 'restore-desk-loading-';

/** The same for documents added to an existing index. If it remains, the index may lack some of them. */
const ADDING = 'restore-desk-adding-';

export const loadingAliasOf = (key: string): string => LOADING + key;
export const addingAliasOf = (key: string): string => ADDING + key;

/** Of an unfinished restore. */
export const isLoadingAlias = (alias: string): boolean => alias.startsWith(LOADING);

/** Of documents that are added to an existing index, maybe still. */
export const isAddingAlias = (alias: string): boolean => alias.startsWith(ADDING);

/** An alias of Restore Desk's own: it does not mean that somebody uses the index. */
export const isOwnAlias = (alias: string): boolean => alias.startsWith(LOADING) || alias.startsWith(ADDING);
