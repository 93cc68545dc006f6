import { paths } from './paths.ts';
import type { IconName } from './ui/icon.tsx';

export interface ClusterPage {
  id: string;
  name: string;
  icon: IconName;
  href: (cluster: string) => string;
  /** Other words for it. */
  words?: string;
  /** The pages below it are not its own. */
  exact?: true;
  /** It is the current page on those below this address too. */
  alsoFor?: (cluster: string) => string;
  /** Only where moves need a second person's approval. */
  withApproval?: true;
}

/** The main pages of a cluster, in the order of the sidebar. */
export const CLUSTER_PAGES: readonly { title: string | null; pages: readonly ClusterPage[] }[] = [
  {
    title: null,
    pages: [
      {
        id: 'overview',
        name: 'Overview',
        icon: 'home',
        href: paths.overview,
        exact: true,
        words: 'home status health',
      },
      { id: 'incidents', name: 'Incidents', icon: 'incident', href: (key) => paths.incidents(key), words: 'alerts' },
      { id: 'indices', name: 'Indices', icon: 'indices', href: paths.indices, words: 'aliases indexes' },
      {
        id: 'backups',
        name: 'Backups',
        icon: 'backups',
        href: (key) => paths.backups(key),
        alsoFor: paths.snapshots,
        words: 'snapshots zip files',
      },
      { id: 'jobs', name: 'Jobs', icon: 'jobs', href: (key) => paths.jobs(key), words: 'tasks running' },
      {
        id: 'approvals',
        name: 'Approvals',
        icon: 'verify',
        href: paths.approvals,
        withApproval: true,
        words: 'second person',
      },
    ],
  },
  {
    title: 'Investigate',
    pages: [
      { id: 'compare', name: 'Compare', icon: 'compare', href: (key) => paths.compare(key), words: 'difference' },
      { id: 'look-up', name: 'Look-up', icon: 'search', href: (key) => paths.lookUp(key), words: 'look up query' },
      { id: 'replay', name: 'Replay', icon: 'replay', href: (key) => paths.replay(key), words: 'captured traffic' },
    ],
  },
  {
    title: 'Automate',
    pages: [
      { id: 'schedules', name: 'Schedules', icon: 'clock', href: paths.schedules, words: 'retention cron' },
      {
        id: 'notifications',
        name: 'Notifications',
        icon: 'bell',
        href: paths.notifications,
        words: 'channels messages',
      },
      {
        id: 'repositories',
        name: 'Repositories',
        icon: 'repositories',
        href: (key) => paths.repositories(key),
        words: 'snapshots policies storage',
      },
      { id: 'audit-log', name: 'Audit log', icon: 'audit', href: (key) => paths.auditLog(key), words: 'history' },
    ],
  },
];
