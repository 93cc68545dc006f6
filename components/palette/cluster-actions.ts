import type { Permission } from '@/lib/kinds/kinds.ts';
import { paths } from '../paths.ts';
import type { IconName } from '../ui/icon.tsx';

/** A page of a cluster, by what it is called. */
export interface Destination {
  name: string;
  words?: string;
  icon: IconName;
  href: (cluster: string) => string;
  needs?: Permission;
  danger?: true;
  /** Only where there is more than one cluster. */
  ofSeveral?: true;
}

/** The first pages of what changes something on a cluster. */
export const CLUSTER_ACTIONS: readonly Destination[] = [
  {
    name: 'Restore a backup',
    words: 'recover choose',
    icon: 'restore',
    href: (key) => paths.chooseBackup(key),
    needs: 'restore',
  },
  {
    name: 'Back up',
    words: 'backup new take zip snapshot save',
    icon: 'backups',
    href: (key) => paths.backUp(key),
    needs: 'back-up',
  },
  {
    name: 'Copy from another cluster',
    words: 'copy clone sync restore environment',
    icon: 'restore',
    href: (key) => paths.copy(key),
    needs: 'restore',
    ofSeveral: true,
  },
  { name: 'Switch an alias', words: 'move', icon: 'switch', href: (key) => paths.switchTo(key, ''), needs: 'switch' },
  {
    name: 'Clean up indices',
    words: 'delete old cleanup',
    icon: 'trash',
    href: (key) => paths.cleanUp(key),
    needs: 'clean-up',
    danger: true,
  },
  { name: 'Import backups', words: 'upload zip', icon: 'zip', href: paths.importBackups, needs: 'import' },
  {
    name: 'New schedule',
    words: 'make a cron retention',
    icon: 'clock',
    href: paths.newSchedule,
    needs: 'manage-schedules',
  },
  {
    name: 'Register a repository',
    words: 'new add snapshot',
    icon: 'repositories',
    href: paths.registerRepository,
    needs: 'change-repository',
  },
];
