import type { IconName } from '../ui/icon.tsx';

/** Of lists: the views of the kinds are more than a list needs. A new kind is one more line. */
const ICONS: ReadonlyMap<string, IconName> = new Map<string, IconName>([
  ['backup', 'backups'],
  ['restore', 'restore'],
  ['retry-rejected', 'restore'],
  ['switch', 'switch'],
  ['change-alias', 'switch'],
  ['clean-up', 'trash'],
  ['change-index-state', 'indices'],
  ['delete-index', 'trash'],
  ['verify', 'verify'],
  ['delete-backup', 'trash'],
  ['change-repository', 'repositories'],
  ['verify-repository', 'verify'],
  ['snapshot', 'backups'],
  ['delete-snapshot', 'trash'],
  ['restore-snapshot', 'restore'],
  ['run-policy', 'backups'],
  ['compare', 'compare'],
  ['carry-forward', 'restore'],
  ['undo-carry-forward', 'undo'],
  ['replay', 'replay'],
  ['import', 'backups'],
  ['drill', 'verify'],
  ['retention', 'trash'],
]);

export const iconOfKind = (kind: string): IconName => ICONS.get(kind) ?? 'jobs';
