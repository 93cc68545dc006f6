import { addressOf, addressPath } from '@/lib/contract/backup-address.ts';
import {
  carryForwardPath,
  undoCarryForwardPath,
  type CarryForwardAddress,
} from '@/lib/kinds/carry-forward/review-address.ts';
import { replayReviewPath, type ReplayAddress } from '@/lib/kinds/replay/review-address.ts';
import type { RulesText } from '@/lib/kinds/clean-up/rules.ts';

/** Every address of the dashboard, built in one place. Next adds the base path to links; `apiPath` adds it itself. */
const part = encodeURIComponent;
type Query = Record<string, string | number | undefined>;

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length === 0
    ? path
    : `${path}?${pairs.map(([key, value]) => `${part(key)}=${part(String(value))}`).join('&')}`;
}

const snapshotPath = (cluster: string, repository: string, name: string) =>
  `/${part(cluster)}/snapshots/${part(repository)}/${part(name)}`;

/** The page that makes a schedule is at `new`; names are the same in upper and in lower case. */
const schedule = (cluster: string, name: string) =>
  `/${part(cluster)}/schedules/${part(name === 'new' ? 'New' : name)}`;

const backup = (cluster: string, id: string) => `/${part(cluster)}/backups/${addressPath(id)}`;

/** Two indices; each with the key of its cluster where that is not the page's. */
export interface IndexSides {
  left?: string | undefined;
  leftCluster?: string | undefined;
  right?: string | undefined;
  rightCluster?: string | undefined;
}

export const paths = {
  signIn: (to: string) => withQuery('/sign-in', { to }),
  overview: (cluster: string) => `/${part(cluster)}`,
  indices: (cluster: string) => `/${part(cluster)}/indices`,
  index: (cluster: string, name: string) => `/${part(cluster)}/index/${part(name)}`,
  /** The review of a change to one index. */
  changeIndex: (cluster: string, name: string, change: 'open' | 'close' | 'delete') =>
    `/${part(cluster)}/index/${part(name)}/${change}`,
  alias: (cluster: string, name: string) => `/${part(cluster)}/alias/${part(name)}`,
  /** The review of adding an index to an alias, or removing it. */
  changeAlias: (cluster: string, name: string, change: 'add' | 'remove', index?: string) =>
    withQuery(`/${part(cluster)}/alias/${part(name)}/${change}`, { index }),
  /** Without an index: which one? */
  switchTo: (cluster: string, index: string, alias?: string) =>
    withQuery(`/${part(cluster)}/indices/switch`, { index, alias }),
  cleanUp: (cluster: string, rules: Partial<RulesText> = {}) =>
    withQuery(`/${part(cluster)}/indices/clean-up`, { ...rules }),

  backups: (cluster: string, query?: Query) => withQuery(`/${part(cluster)}/backups`, query),
  backUp: (cluster: string, query?: { alias?: string; index?: string; overdue?: 'yes'; as?: 'zip' | 'snapshot' }) =>
    withQuery(`/${part(cluster)}/backups/new`, query),
  importBackups: (cluster: string) => `/${part(cluster)}/backups/import`,
  backup,
  /** The review of a deletion. */
  deleteBackups: (cluster: string, ids: readonly string[]) =>
    `/${part(cluster)}/backups/delete?${ids.map((id) => `backup=${part(id)}`).join('&')}`,
  /** The first step of a restore: which backup of this alias. */
  chooseBackup: (cluster: string, alias?: string, chosen?: string) =>
    withQuery(`/${part(cluster)}/backups/choose`, { alias, backup: chosen }),
  /** The second step. The query has what was typed, and the alias where a backup is of several. */
  restore: (cluster: string, id: string, query?: Query) => withQuery(`${backup(cluster, id)}/restore`, query),
  /** `from`: the key of the cluster whose backup it is, where that is another one. */
  restoreRun: (cluster: string, id: string, job: string, from?: string) =>
    withQuery(`${backup(cluster, id)}/restore/${part(job)}`, { from }),
  restoreResult: (cluster: string, id: string, job: string, from?: string) =>
    withQuery(`${backup(cluster, id)}/restore/${part(job)}/result`, { from }),
  /** On which other cluster this backup is restored. */
  copyTo: (cluster: string, id: string) => `${backup(cluster, id)}/copy`,
  /** Which backup of which other cluster is restored on this one. */
  copy: (cluster: string, chosen: { from?: string; alias?: string; backup?: string } = {}) =>
    withQuery(`/${part(cluster)}/copy`, chosen),

  /** The review of a drill. */
  drillBackup: (cluster: string, id: string) => `${backup(cluster, id)}/drill`,
  drillSnapshot: (cluster: string, repository: string, name: string, index: string) =>
    `${snapshotPath(cluster, repository, name)}/drill/${part(index)}`,

  /** No page of its own: its snapshots are listed among the backups. */
  snapshots: (cluster: string) => `/${part(cluster)}/snapshots`,
  /** `copied`: of which other cluster it was chosen, and its uuid. */
  snapshot: (cluster: string, repository: string, name: string, copied?: Query) =>
    withQuery(snapshotPath(cluster, repository, name), copied),
  deleteSnapshot: (cluster: string, repository: string, name: string) =>
    `${snapshotPath(cluster, repository, name)}/delete`,
  /** The second step of a restore from a snapshot. The query has what was typed. */
  restoreSnapshot: (cluster: string, repository: string, name: string, index: string, query?: Query) =>
    withQuery(`${snapshotPath(cluster, repository, name)}/restore/${part(index)}`, query),

  /** Several indices of one snapshot, as after the loss of a whole cluster. */
  restoreSeveral: (cluster: string, repository: string, name: string, copied?: Query) =>
    withQuery(`${snapshotPath(cluster, repository, name)}/restore`, copied),
  restoreSnapshotRun: (cluster: string, repository: string, name: string, index: string, job: string) =>
    `${snapshotPath(cluster, repository, name)}/restore/${part(index)}/${part(job)}`,

  schedules: (cluster: string) => `/${part(cluster)}/schedules`,
  newSchedule: (cluster: string) => `/${part(cluster)}/schedules/new`,
  schedule,
  changeSchedule: (cluster: string, name: string) => `${schedule(cluster, name)}/change`,

  incidents: (cluster: string, query?: Query) => withQuery(`/${part(cluster)}/incidents`, query),
  incident: (cluster: string, id: string) => `/${part(cluster)}/incidents/${part(id)}`,
  notifications: (cluster: string) => `/${part(cluster)}/notifications`,

  repositories: (cluster: string, name?: string) => withQuery(`/${part(cluster)}/repositories`, { name }),
  registerRepository: (cluster: string) => `/${part(cluster)}/repositories/register`,
  changeRepository: (cluster: string, name: string) => withQuery(`/${part(cluster)}/repositories/change`, { name }),
  /** The review of what needs no form. */
  reviewRepository: (cluster: string, name: string, action: 'clean-up' | 'unregister') =>
    withQuery(`/${part(cluster)}/repositories/review`, { name, action }),

  /** With the sides that are chosen already: `backup` or `left`, and `right`; an index of another cluster with the key of that. */
  compare: (cluster: string, sides: IndexSides & { backup?: string; alias?: string } = {}) =>
    withQuery(`/${part(cluster)}/compare`, { ...sides }),
  /** The same query of one index or two. */
  lookUp: (cluster: string, query: IndexSides & { query?: string; id?: string } = {}) =>
    withQuery(`/${part(cluster)}/look-up`, { ...query }),
  /** Captured traffic; after a restore, whose job is known. */
  replay: (cluster: string, query: ReplayAddress = {}) => `/${part(cluster)}${replayReviewPath(query)}`,
  jobs: (cluster: string, query?: Query) => withQuery(`/${part(cluster)}/jobs`, query),
  auditLog: (cluster: string, query?: Query) => withQuery(`/${part(cluster)}/audit-log`, query),
  help: (cluster: string) => `/${part(cluster)}/help`,
  doctor: (cluster: string) => `/${part(cluster)}/doctor`,
  /** In the demo only. */
  resetDemo: (cluster: string) => `/${part(cluster)}/reset-demo`,
  approvals: (cluster: string) => `/${part(cluster)}/approvals`,
  /** A page of a cluster that the server named: "/indices/clean-up?keep=1". */
  below: (cluster: string, path: string) => `/${part(cluster)}${path}`,
  /** Of a comparison: its differences into another index. */
  carryForward: (cluster: string, asked: CarryForwardAddress) => `/${part(cluster)}${carryForwardPath(asked)}`,
  undoCarryForward: (cluster: string, job: string) => `/${part(cluster)}${undoCarryForwardPath(job)}`,
  /** Of a restore: when its publishers must send again, and how. */
  publishers: (cluster: string, job: string) => `/${part(cluster)}/jobs/${part(job)}/publishers`,
  job: (cluster: string, job: string) => `/${part(cluster)}/jobs/${part(job)}`,
};

/** Next adds it to links itself. */
const basePath = process.env.NEXT_PUBLIC_BASE_PATH ?? '';

export const iconPath = `${basePath}/icon.svg`;

/** A GET route of one cluster: `apiPath('local', ['jobs', '118', 'log'])`. */
export const apiPath = (cluster: string, parts: string[], query?: Query): string =>
  withQuery(`${basePath}/api/${[cluster, ...parts].map(part).join('/')}`, query);

/** The GET route that finds objects of all clusters of a person. */
export const findApiPath = (query: Query): string => withQuery(`${basePath}/api/find`, query);

/** The GET route of all clusters of a person. */
export const clustersApiPath = `${basePath}/api/clusters`;

const backupParts = (id: string) => {
  const { group, name } = addressOf(id);
  return ['backups', group, name];
};
export const backupApiPath = (cluster: string, id: string, parts: string[] = [], query?: Query) =>
  apiPath(cluster, [...backupParts(id), ...parts], query);

/** Several backups as one zip. */
export const bundleApiPath = (cluster: string, ids: readonly string[]): string =>
  `${apiPath(cluster, ['backups', 'bundle'])}?${ids.map((id) => `backup=${part(id)}`).join('&')}`;
