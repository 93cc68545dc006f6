import type { RoleMembers } from '../config/schema.ts';
import { samePerson } from '../contract/person.ts';
import { ROLES, type Role } from './permissions.ts';

/** Who a sign-in found, before any cluster is asked for. */
export interface Identity {
  name: string;
  groups: readonly string[];
  /** Given by the sign-in itself (local users, no sign-in); holds where no roles are configured. */
  role: Role | null;
}

/** The highest role an identity has by a list of members; null: none. */
function highest(identity: Identity, members: RoleMembers): Role | null {
  const belongs = (entry: string) =>
    entry === '*' ||
    (entry.startsWith('user:')
      ? samePerson(entry.slice('user:'.length), identity.name)
      : identity.groups.includes(entry));
  return [...ROLES].reverse().find((role) => members[role].some(belongs)) ?? null;
}

/** A cluster's own roles replace those for all clusters; where neither is configured, the sign-in's word holds. null: no access. */
export function roleOn(
  identity: Identity,
  cluster: { roles: RoleMembers | null },
  everywhere: RoleMembers | null,
): Role | null {
  const members = cluster.roles ?? everywhere;
  return members ? highest(identity, members) : identity.role;
}
