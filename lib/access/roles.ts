import type { RoleMembers } from '../config/schema.ts';
import { samePerson } from '../contract/person.ts';
import { ROLES, type Role } from './permissions.ts';

/** A signed-in person, on no particular cluster. */
export interface Identity {
  name: string;
  groups: readonly string[];
  /** From the sign-in (local users, no sign-in); used if no roles are configured. */
  role: Role | null;
}

/** The identity's highest role in a list of members; null: none. */
function highestRole(identity: Identity, members: RoleMembers): Role | null {
  const belongs = (entry: string) =>
    entry === '*' ||
    (entry.startsWith('user:')
      ? samePerson(entry.slice('user:'.length), identity.name)
      : identity.groups.includes(entry));
  return [...ROLES].reverse().find((role) => members[role].some(belongs)) ?? null;
}

/**
 * A cluster's own roles replace those of all clusters. If neither is configured, the sign-in's role counts. null: no
 * access.
 */
export function roleOn(
  identity: Identity,
  cluster: { roles: RoleMembers | null },
  everywhere: RoleMembers | null,
): Role | null {
  const members = cluster.roles ?? everywhere;
  return members ? highestRole(identity, members) : identity.role;
}
