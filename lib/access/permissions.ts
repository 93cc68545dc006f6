import type { JobKind } from '../contract/job.ts';

export const PERMISSIONS = [
  'read',
  'read-documents',
  'download',
  'back-up',
  'verify',
  'restore',
  'switch',
  'clean-up',
  'delete-backup',
  'cancel-job',
  'read-record',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
export type Role = 'viewer' | 'operator' | 'admin';

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

const LEAST: Record<Permission, Role> = {
  read: 'viewer',
  'read-documents': 'operator',
  download: 'operator',
  'back-up': 'operator',
  verify: 'operator',
  restore: 'operator',
  switch: 'operator',
  'cancel-job': 'operator',
  'read-record': 'operator',
  'clean-up': 'admin',
  'delete-backup': 'admin',
};

/** What changes the cluster. A backup, a check and a stop leave it as it is, and are allowed on a read-only one. */
const CHANGES_CLUSTER: ReadonlySet<Permission> = new Set(['restore', 'switch', 'clean-up']);

const VERBS: Record<Permission, string> = {
  read: 'open this cluster',
  'read-documents': 'read documents',
  download: 'download backups',
  'back-up': 'back up',
  verify: 'verify backups',
  restore: 'restore',
  switch: 'move an alias',
  'clean-up': 'delete indices',
  'delete-backup': 'delete backups',
  'cancel-job': 'cancel a job',
  'read-record': 'read the record of changes',
};

export type Verdict = { allowed: true } | { allowed: false; why: string };

const article = (role: Role): string => (role === 'viewer' ? 'a viewer' : `an ${role}`);

/** Whether a role may do something on a cluster; the sentence is for the button that may not be pressed. */
export function mayDo(
  role: Role,
  permission: Permission,
  cluster: { name: string; readOnly: boolean; sensitive: boolean },
): Verdict {
  const least =
    permission === 'read-documents' && cluster.sensitive
      ? 'admin'
      : permission === 'download' && cluster.sensitive
        ? 'admin'
        : LEAST[permission];
  if (cluster.readOnly && CHANGES_CLUSTER.has(permission))
    return {
      allowed: false,
      why: `${cluster.name} is configured as read-only: nothing on it can be changed from here.`,
    };
  if (ROLES.indexOf(role) >= ROLES.indexOf(least)) return { allowed: true };
  return {
    allowed: false,
    why: `Only ${article(least)} may ${VERBS[permission]}${permission.startsWith('read-doc') && cluster.sensitive ? ' where they are marked sensitive' : ''}; you are ${article(role)} on ${cluster.name}.`,
  };
}

export type Permitted = Record<Permission, Verdict>;

export const permissionsOf = (
  role: Role,
  cluster: { name: string; readOnly: boolean; sensitive: boolean },
): Permitted =>
  Object.fromEntries(PERMISSIONS.map((permission) => [permission, mayDo(role, permission, cluster)])) as Permitted;

/** What starting (or starting again) a kind of job needs. */
export const NEEDED_FOR: Record<JobKind, Permission> = {
  backup: 'back-up',
  restore: 'restore',
  'retry-rejected': 'restore',
  switch: 'switch',
  'clean-up': 'clean-up',
  verify: 'verify',
  'delete-backup': 'delete-backup',
};
