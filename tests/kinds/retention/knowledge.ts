import type { BackupKnowledge } from '../../../lib/backups/known-backups.ts';

/** What the jobs' database knows: nothing, but `over`. */
export const knowledgeOf = (over: Partial<BackupKnowledge> = {}): BackupKnowledge => ({
  verified: new Map(),
  drilled: new Map(),
  pinned: new Map(),
  inUse: new Set(),
  knownFolders: () => [],
  taken: () => null,
  ...over,
});
