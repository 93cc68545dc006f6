import type { ClusterUser } from '../../elasticsearch/admin/security.ts';
import {
  PRIVILEGE_ROLES,
  REQUIRED_PRIVILEGES,
  roleName,
  type MissingPrivilege,
  type PrivilegeRole,
} from '../../elasticsearch/privileges.ts';
import { formatCount, formatList } from '../../format.ts';
import { failure, ok, warning, type Finding } from '../check.ts';

export const ROLE_TITLES: { readonly [Role in PrivilegeRole]: string } = {
  view: 'Privileges to view',
  back_up: 'Privileges to back up',
  operate: 'Privileges to operate',
  administer: 'Privileges to administer',
};

/** What works with all privileges of the row. */
const WORKS: { readonly [Role in PrivilegeRole]: string } = {
  view: 'health, indices, aliases and snapshots can be seen',
  back_up: 'every index can be backed up, compared, and put into snapshots',
  operate: 'backups and snapshots can be restored and drilled, and aliases switched',
  administer: 'indices and snapshots can be deleted, and repositories registered and changed',
};

/** What does not work without one. */
const WITHOUT: ReadonlyMap<string, string> = new Map([
  ['monitor', 'health, sizes and shards are not seen'],
  ['monitor_snapshot', 'repositories and snapshots are not seen'],
  ['create_snapshot', 'no snapshot can be taken'],
  ['cluster:admin/repository/verify', 'repositories can’t be verified'],
  ['cluster:admin/repository/*', 'repositories can’t be registered, changed and unregistered'],
  ['cluster:admin/snapshot/restore', 'snapshots can’t be restored'],
  ['cluster:admin/snapshot/delete', 'snapshots can’t be deleted'],
  ['view_index_metadata', 'settings, mappings and aliases are not seen'],
  ['read', 'documents can’t be backed up, compared and looked up'],
  ['maintenance', 'an index can’t be refreshed before it is read: the newest documents may be missing'],
  ['create_index', 'nothing can be restored'],
  ['index', 'nothing can be restored and carried forward'],
  ['delete', 'deletions can’t be carried forward or undone'],
  ['delete_index', 'indices can’t be deleted: those of drills, and in a clean-up'],
  ['indices:admin/aliases', 'aliases can’t be switched'],
  ['indices:admin/settings/update', 'a restored index gets no replicas'],
  ['indices:admin/open', 'closed indices can’t be opened'],
  ['indices:admin/close*', 'indices can’t be closed'],
]);

/** Absent for a privilege that no row has. */
export const withoutPrivilege = (privilege: string): string | undefined => WITHOUT.get(privilege);

export interface CheckedPrivileges {
  role: PrivilegeRole;
  /** On all indices. */
  missing: readonly MissingPrivilege[];
  /**
   * Asked where some are missing on all indices, since a role may be for some alone: how many names our user sees, how many were
   * asked for (of these, and the pattern of indices that are made here), and what is missing on those; null: not asked.
   */
  onVisible: { names: number; asked: number; missing: readonly MissingPrivilege[] } | null;
  readOnly: boolean;
}

export function privilegesFinding({ missing, onVisible, readOnly, role }: CheckedPrivileges): Finding {
  if (missing.length === 0) return ok(`It has them all: ${WORKS[role]}.`);
  if (onVisible !== null && onVisible.names > 0 && onVisible.missing.length === 0)
    return ok(`It has them on ${whereWords(onVisible)}: ${WORKS[role]}.`);
  const seen = onVisible !== null && onVisible.names > 0 ? onVisible : null;
  const lacks = seen?.missing ?? missing;
  const own = lacks.filter((each) => !isOfEarlierRow(each, role));
  const named = lackedNames(own, { ofEarlierRows: own.length < lacks.length, asked: seen?.asked ?? Infinity });
  if (readOnly && (role === 'operate' || role === 'administer'))
    return ok(`Not needed: the entry is \`readOnly\`. It lacks ${named}.`);
  const consequences = [...new Set(own.map(({ privilege }) => WITHOUT.get(privilege) ?? `${privilege} is missing`))];
  const what = `It lacks ${named}${consequences.length === 0 ? '' : `: ${consequences.join('; ')}`}.`;
  const next = `Give it what ${roleName(role)} of docs/privileges.md has${readOnly || role === 'view' ? '' : ADVICE[role]}.`;
  return isNeeded(role, readOnly) ? failure(what, next) : warning(what, next);
}

function whereWords({ asked, names }: { names: number; asked: number }): string {
  const askedNames = asked - 1; // without the pattern
  return names > askedNames
    ? `${formatCount(askedNames)} of the ${formatCount(names)} indices and aliases that it sees; the others were not asked for`
    : `the ${formatCount(names)} indices and aliases that it sees, and on no others`;
}

/** A row says what it adds alone: each has what the one before it has. */
function isOfEarlierRow({ on, privilege }: MissingPrivilege, role: PrivilegeRole): boolean {
  const earlier = PRIVILEGE_ROLES.slice(0, PRIVILEGE_ROLES.indexOf(role)).map((each) => REQUIRED_PRIVILEGES[each]);
  return earlier.some(({ cluster, indices }) =>
    on === null
      ? cluster.includes(privilege)
      : indices.some(({ names, privileges }) => names.includes('*') && privileges.includes(privilege)),
  );
}

function lackedNames(
  own: readonly MissingPrivilege[],
  { asked, ofEarlierRows }: { asked: number; ofEarlierRows: boolean },
): string {
  if (own.length === 0) return 'nothing but what is missing above';
  return `${formatList(namesOf(own, asked), 20)}${ofEarlierRows ? ', besides what is missing above' : ''}`;
}

/** Each privilege once, with the names that it is missing on; `*`: on all that were asked for. */
function namesOf(missing: readonly MissingPrivilege[], asked: number): string[] {
  const places = new Map<string, string[]>();
  for (const { on, privilege } of missing)
    places.set(privilege, [...(places.get(privilege) ?? []), ...(on === null ? [] : [on])]);
  return [...places].map(([privilege, on]) =>
    on.length === 0 ? privilege : `${privilege} on ${on.length >= asked ? '*' : formatList(on)}`,
  );
}

const ADVICE: { readonly [Role in PrivilegeRole]: string } = {
  view: '',
  back_up: ', or make the entry `readOnly` if it is only looked at',
  operate: ', or make the entry `readOnly` if nothing is restored into it',
  administer: ' if indices and snapshots are to be deleted from here',
};

/** Whether the entry is of no use without. */
const isNeeded = (role: PrivilegeRole, readOnly: boolean): boolean =>
  role === 'view' || (!readOnly && (role === 'back_up' || role === 'operate'));

export function userFinding(user: ClusterUser | null, { loopback }: { loopback: boolean }): Finding {
  if (user !== null) {
    const by = user.apiKey === null ? '' : `, by the API key ${user.apiKey}`;
    const roles =
      user.roles.length === 0
        ? ''
        : `, with ${user.roles.length === 1 ? 'the role' : 'the roles'} ${formatList(user.roles, 6)}`;
    return ok(`The cluster knows us as ${user.name}${by}${roles}.`);
  }
  return loopback
    ? ok('The cluster has no security, and is on this machine: everything is allowed.')
    : warning(
        'The cluster has no security: any program that reaches it may read, change and delete everything.',
        'Switch on security in the cluster, and give its entry `credentials`.',
      );
}
