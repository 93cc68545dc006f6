import { BASE_PERMISSIONS, type BasePermission } from '../contract/base-permissions.ts';
import { kinds, type Permission } from '../kinds/kinds.ts';
import type { KindPermission } from '../kinds/permissions.ts';

export type { Permission };
export type Role = 'viewer' | 'operator' | 'admin';

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

type Requirement = Pick<KindPermission, 'verb' | 'changesCluster'> & { role: Role };

/** Permissions for actions that are not jobs; none of them changes the cluster. */
const BASE: Record<BasePermission, Requirement> = {
  read: { role: 'viewer', verb: 'open this cluster', changesCluster: false },
  'read-documents': { role: 'operator', verb: 'read documents', changesCluster: false },
  download: { role: 'operator', verb: 'download backups', changesCluster: false },
  'cancel-job': { role: 'operator', verb: 'cancel a job', changesCluster: false },
  'read-audit-log': { role: 'operator', verb: 'read the audit log', changesCluster: false },
  'manage-schedules': { role: 'admin', verb: 'make and change schedules', changesCluster: false },
  'record-incident': { role: 'operator', verb: 'record what was done about an incident', changesCluster: false },
  'test-channel': { role: 'admin', verb: 'test a channel', changesCluster: false },
  'run-doctor': { role: 'admin', verb: 'check the installation', changesCluster: false },
};

/** Read from the registry each time: kinds may be added later. A permission that no kind has is for admins alone. */
function requirementOf(permission: string): Requirement {
  if (permission in BASE) return BASE[permission as BasePermission];
  const kind = kinds.all().find((each) => each.permission.id === permission);
  return kind?.permission ?? { role: 'admin', verb: 'do this', changesCluster: true };
}

/** Every permission once: the base, then those of job kinds. */
const permissions = (): Permission[] => [
  ...new Set([...BASE_PERMISSIONS, ...kinds.all().map(({ permission }) => permission.id as Permission)]),
];

export const isPermission = (name: string): name is Permission => (permissions() as string[]).includes(name);

export type Verdict = { allowed: true } | { allowed: false; why: string };

const article = (role: Role): string => (role === 'viewer' ? 'a viewer' : `an ${role}`);

/** For admins alone if the cluster's documents are marked sensitive. */
const SENSITIVE: readonly string[] = ['read-documents', 'download'] satisfies BasePermission[];
export const readsDocuments = (permission: Permission): boolean => SENSITIVE.includes(permission);

/**
 * Whether a role allows something on a cluster; `why` is for a disabled button. `verb`: what is done with the permission,
 * where that is not its own verb.
 */
export function mayDo(
  role: Role,
  permission: Permission,
  cluster: { name: string; readOnly: boolean; sensitive: boolean },
  verb?: string,
): Verdict {
  const requirement = requirementOf(permission);
  const leastRole = cluster.sensitive && readsDocuments(permission) ? 'admin' : requirement.role;
  if (cluster.readOnly && requirement.changesCluster)
    return {
      allowed: false,
      why: `${cluster.name} is configured as read-only: nothing on it can be changed from here.`,
    };
  if (ROLES.indexOf(role) >= ROLES.indexOf(leastRole)) return { allowed: true };
  const where = permission === 'read-documents' && cluster.sensitive ? ' where they are marked sensitive' : '';
  return {
    allowed: false,
    why: `Only ${article(leastRole)} may ${verb ?? requirement.verb}${where}; you are ${article(role)} on ${cluster.name}.`,
  };
}

export type Permitted = Record<Permission, Verdict>;

export const permissionsOf = (
  role: Role,
  cluster: { name: string; readOnly: boolean; sensitive: boolean },
): Permitted =>
  Object.fromEntries(permissions().map((permission) => [permission, mayDo(role, permission, cluster)])) as Permitted;
