import { formatUtcShort } from '@/lib/format.ts';
import { indexParts } from '@/lib/index-parts.ts';

interface Crumb {
  name: string;
  href: string;
}

/** Parts of an address with a page of their own. */
const NAMES: Record<string, string> = {
  incidents: 'Incidents',
  indices: 'Indices',
  backups: 'Backups',
  jobs: 'Jobs',
  compare: 'Compare',
  copy: 'Copy',
  replay: 'Replay',
  schedules: 'Schedules',
  notifications: 'Notifications',
  repositories: 'Repositories',
  approvals: 'Approvals',
  'audit-log': 'Audit log',
  help: 'Help',
  doctor: 'Installation check',
  switch: 'Switch',
  'clean-up': 'Clean up',
  new: 'Back up',
  choose: 'Choose a backup',
  delete: 'Delete',
  restore: 'Restore',
  drill: 'Drill',
  result: 'Result',
  register: 'Register',
  change: 'Change',
  review: 'Review',
  'reset-demo': 'Reset the demo',
  'carry-forward': 'Carry forward',
  'undo-carry-forward': 'Undo',
  publishers: 'Publishers',
  'look-up': 'Look-up',
  import: 'Import',
};
/** Page and the one below it that is of one thing, by its place in the address after the cluster: no page of their own. */
const isFolder = (parts: readonly string[], place: number): boolean =>
  parts[0] === 'backups' && place === 1 && parts.length > 2;

/** The pages above this one, from its address, and itself as the last. `from`: the other cluster whose backup it is about. */
export function crumbsOf(pathname: string, cluster: Crumb, from: string | null = null): Crumb[] {
  const parts = pathname.split('/').filter(Boolean).slice(1);
  if (parts.length === 0) return [cluster, { name: 'Overview', href: `${cluster.href}#overview` }];
  if (parts[0] === 'index' || parts[0] === 'alias') return crumbsBelowIndices(parts, cluster);
  if (parts[0] === 'schedules') return crumbsOfSchedules(parts, cluster);
  if (parts[0] === 'snapshots') return crumbsOfSnapshot(parts, cluster);
  if (parts[0] === 'backups' && parts[3] === 'restore' && from !== null) return crumbsOfCopy(parts, cluster, from);
  const crumbs = parts.flatMap((part, place): Crumb[] => {
    if (isFolder(parts, place)) return [];
    const href = [cluster.href, ...parts.slice(0, place + 1)].join('/');
    return [{ name: nameOf(parts, place) ?? shortFileName(decode(part)), href }];
  });
  return crumbs.length === 1 ? [cluster, ...crumbs] : crumbs;
}

/** The backup has no page on this cluster. */
function crumbsOfCopy(parts: readonly string[], cluster: Crumb, from: string): Crumb[] {
  const query = `?from=${encodeURIComponent(from)}`;
  return [
    { name: 'Copy', href: `${cluster.href}/copy${query}` },
    ...parts.slice(3).map((part, place) => ({
      name: nameOf(parts, place + 3) ?? decode(part),
      href: `${[cluster.href, ...parts.slice(0, place + 4)].join('/')}${query}`,
    })),
  ];
}

/** A schedule may have the name of any page. */
function crumbsOfSchedules([folder, name, action]: readonly string[], cluster: Crumb): Crumb[] {
  const list = { name: 'Schedules', href: `${cluster.href}/${folder}` };
  if (name === undefined) return [cluster, list];
  const page = `${list.href}/${name}`;
  return [
    list,
    { name: name === 'new' ? 'New schedule' : decode(name), href: page },
    ...(action === undefined ? [] : [{ name: NAMES[action] ?? decode(action), href: `${page}/${action}` }]),
  ];
}

/** Snapshots are listed among the backups; the page above them is that of their repository. */
function crumbsOfSnapshot([folder, repository, name, action, index]: readonly string[], { href }: Crumb): Crumb[] {
  const page = [href, folder, repository, name].join('/');
  return [
    { name: 'Backups', href: `${href}/backups` },
    ...(repository === undefined
      ? []
      : [{ name: decode(repository), href: `${href}/repositories?name=${repository}` }]),
    ...(name === undefined ? [] : [{ name: decode(name), href: page }]),
    ...(action === undefined
      ? []
      : [
          {
            name: NAMES[action] ?? decode(action),
            href: [page, action, ...(index === undefined ? [] : [index])].join('/'),
          },
        ]),
  ];
}

/** An index and an alias have pages below “Indices”, though not in the address: any name can be an index. */
function crumbsBelowIndices([folder, part, action]: readonly string[], { href }: Crumb): Crumb[] {
  const page = [href, folder, part].join('/');
  return [
    { name: 'Indices', href: `${href}/indices` },
    ...(part === undefined
      ? []
      : folder === 'index'
        ? crumbsOfIndex(decode(part), page, href)
        : [{ name: decode(part), href: page }]),
    ...(action === undefined ? [] : [{ name: CHANGES[action] ?? decode(action), href: `${page}/${action}` }]),
  ];
}

/** `government-2026-11-24t11-18-00z-b6b1…` is "government", the page of the alias, and "24 Nov 11:18 · b6b1". */
function crumbsOfIndex(index: string, page: string, cluster: string): Crumb[] {
  const { alias, date, id } = indexParts(index);
  return alias === null
    ? [{ name: index, href: page }]
    : [
        { name: alias, href: `${cluster}/alias/${encodeURIComponent(alias)}` },
        { name: `${date} · ${id}`, href: page },
      ];
}

const CHANGES: Record<string, string> = {
  open: 'Open',
  close: 'Close',
  delete: 'Delete',
  add: 'Add an index',
  remove: 'Remove an index',
};

/** null: the part is a thing's name. */
function nameOf(parts: readonly string[], place: number): string | null {
  const isNumbered = (parts[0] === 'jobs' || parts[0] === 'incidents') && place === 1;
  const isThing = (parts[0] === 'backups' && place === 2) || isNumbered || place === 4;
  if (!isThing) return Object.hasOwn(NAMES, parts[place]!) ? NAMES[parts[place]!]! : null;
  if (isNumbered) return `${parts[0] === 'jobs' ? 'Job' : 'Incident'} ${decode(parts[place]!).slice(0, 8)}`;
  return place === 4 ? 'Running' : null;
}

/** `government-2026-11-28t03-00-00z.zip` is "government, 28 Nov 03:00"; another name is itself. */
function shortFileName(name: string): string {
  const [, alias, day, hour, minute] = /^(.+)-(\d{4}-\d\d-\d\d)t(\d\d)-(\d\d)-\d\dz\.zip$/.exec(name) ?? [];
  const at = Date.parse(`${day}T${hour}:${minute}:00Z`);
  return alias === undefined || Number.isNaN(at) ? name : `${alias}, ${formatUtcShort(at, Date.now())}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
