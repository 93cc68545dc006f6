import type { RoleMembers } from '../config/schema.ts';
import { samePerson } from '../contract/person.ts';
import { ROLES, type Role } from './permissions.ts';

/** A person as the sign-in knows them, before a role on any cluster. */
export interface Identity {
  name: string;
  groups: readonly string[];
  /** From the sign-in itself (local users, no sign-in); used where no roles are configured. */
  role: Role | null;
}

/** The highest role that the lists of members give; null: none. */
function highest(identity: Identity, members: RoleMembers): Role | null {
  const belongs = (entry: string) =>
    entry === '*' ||
    (entry.startsWith('user:')
      ? samePerson(entry.slice('user:'.length), identity.name)
      : identity.groups.includes(entry));
  return [...ROLES].reverse().find((role) => members[role].some(belongs)) ?? null;
}

/** A cluster's own roles replace those for all clusters; without either, the role of the sign-in is used. null: no access. */
export function roleOn(
  identity: Identity,
  cluster: { roles: RoleMembers | null },
  everywhere: RoleMembers | null,
): Role | null {
  const members = cluster.roles ?? everywhere;
  return members ? highest(identity, members) : identity.role;
}
