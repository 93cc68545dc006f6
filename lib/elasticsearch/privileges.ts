import type { ByWord } from '../contract/by-name.ts';

/** The rows of docs/privileges.md, the least first. Each has what the one before it has. */
export const PRIVILEGE_ROLES = ['view', 'back_up', 'operate', 'administer'] as const;
export type PrivilegeRole = (typeof PRIVILEGE_ROLES)[number];

export interface RequiredPrivileges {
  cluster: readonly string[];
  indices: readonly { names: readonly string[]; privileges: readonly string[] }[];
}

const VIEW_CLUSTER = ['monitor', 'monitor_snapshot'];
const VIEW_INDICES = ['monitor', 'view_index_metadata'];
const READ_INDICES = [...VIEW_INDICES, 'read', 'maintenance'];
const CHANGE_INDICES = [
  'indices:admin/aliases',
  'indices:admin/settings/update',
  'indices:admin/open',
  'indices:admin/close*',
];

/**
 * What the user of Restore Desk needs on a cluster, by role. The only list of it in code; docs/privileges.md has the same
 * as YAML, and tests/elasticsearch/privileges.test.ts compares them.
 */
export const REQUIRED_PRIVILEGES: { readonly [Role in PrivilegeRole]: RequiredPrivileges } = {
  view: { cluster: VIEW_CLUSTER, indices: [{ names: ['*'], privileges: VIEW_INDICES }] },
  back_up: {
    cluster: [...VIEW_CLUSTER, 'create_snapshot'],
    indices: [{ names: ['*'], privileges: READ_INDICES }],
  },
  operate: {
    cluster: [...VIEW_CLUSTER, 'create_snapshot', 'cluster:admin/repository/verify', 'cluster:admin/snapshot/restore'],
    indices: [
      { names: ['*'], privileges: [...READ_INDICES, 'create_index', 'index', 'delete', ...CHANGE_INDICES] },
      { names: ['restore-desk-drill-*'], privileges: ['delete_index'] },
    ],
  },
  administer: {
    cluster: [
      ...VIEW_CLUSTER,
      'create_snapshot',
      'cluster:admin/repository/*',
      'cluster:admin/snapshot/restore',
      'cluster:admin/snapshot/delete',
    ],
    indices: [
      {
        names: ['*'],
        privileges: [...READ_INDICES, 'create_index', 'index', 'delete', 'delete_index', ...CHANGE_INDICES],
      },
    ],
  },
};

/** The name of the role on the page and on the cluster. */
export const roleName = (role: PrivilegeRole): string => `restore_desk_${role}`;

/** Privileges that an answer of the cluster says are missing; `on`: names of indices, null: the cluster. */
export interface MissingPrivilege {
  privilege: string;
  on: string | null;
}

export const missingOf = (granted: {
  cluster: ByWord<boolean>;
  index: ReadonlyMap<string, ByWord<boolean>>;
}): MissingPrivilege[] => [
  ...refused(granted.cluster).map((privilege) => ({ privilege, on: null })),
  ...[...granted.index].flatMap(([on, privileges]) => refused(privileges).map((privilege) => ({ privilege, on }))),
];

const refused = (privileges: ByWord<boolean>): string[] =>
  Object.entries(privileges).flatMap(([privilege, has]) => (has === true ? [] : [privilege]));
