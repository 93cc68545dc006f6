import { BASE_PERMISSIONS, type BasePermission } from '../contract/base-permissions.ts';
import { kinds, type Permission } from '../kinds/kinds.ts';
import type { KindPermission } from '../kinds/permissions.ts';

export type { Permission };
export type Role = 'viewer' | 'operator' | 'admin';

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

type Needs = Pick<KindPermission, 'verb' | 'changesCluster'> & { role: Role };

/** What needs no job; a backup's documents leave the cluster as it is. */
const BASE: Record<BasePermission, Needs> = {
  read: { role: 'viewer', verb: 'open this cluster', changesCluster: false },
  'read-documents': { role: 'operator', verb: 'read documents', changesCluster: false },
  download: { role: 'operator', verb: 'download backups', changesCluster: false },
  'cancel-job': { role: 'operator', verb: 'cancel a job', changesCluster: false },
  'read-record': { role: 'operator', verb: 'read the record of changes', changesCluster: false },
};

/** Also of a kind that was added to the registry later; what no kind needs is refused to everyone but an admin. */
function needsOf(permission: string): Needs {
  if (permission in BASE) return BASE[permission as BasePermission];
  const kind = kinds.all().find((each) => each.permission.id === permission);
  return kind?.permission ?? { role: 'admin', verb: 'do this', changesCluster: true };
}

/** Everything that one may be allowed: the base, then what job kinds need, each once. */
const permissions = (): Permission[] => [
  ...new Set([...BASE_PERMISSIONS, ...kinds.all().map(({ permission }) => permission.id as Permission)]),
];

export const isPermission = (name: string): name is Permission => (permissions() as string[]).includes(name);

export type Verdict = { allowed: true } | { allowed: false; why: string };

const article = (role: Role): string => (role === 'viewer' ? 'a viewer' : `an ${role}`);

/** What only an admin may do where the documents are marked sensitive. */
const SENSITIVE: readonly string[] = ['read-documents', 'download'] satisfies BasePermission[];
export const needsDocuments = (permission: Permission): boolean => SENSITIVE.includes(permission);

/** Whether a role may do something on a cluster; the sentence is for the button that may not be pressed. */
export function mayDo(
  role: Role,
  permission: Permission,
  cluster: { name: string; readOnly: boolean; sensitive: boolean },
): Verdict {
  const needs = needsOf(permission);
  const least = cluster.sensitive && needsDocuments(permission) ? 'admin' : needs.role;
  if (cluster.readOnly && needs.changesCluster)
    return {
      allowed: false,
      why: `${cluster.name} is configured as read-only: nothing on it can be changed from here.`,
    };
  if (ROLES.indexOf(role) >= ROLES.indexOf(least)) return { allowed: true };
  const where = permission === 'read-documents' && cluster.sensitive ? ' where they are marked sensitive' : '';
  return {
    allowed: false,
    why: `Only ${article(least)} may ${needs.verb}${where}; you are ${article(role)} on ${cluster.name}.`,
  };
}

export type Permitted = Record<Permission, Verdict>;

export const permissionsOf = (
  role: Role,
  cluster: { name: string; readOnly: boolean; sensitive: boolean },
): Permitted =>
  Object.fromEntries(permissions().map((permission) => [permission, mayDo(role, permission, cluster)])) as Permitted;
