import type { FoundKind, FoundObject } from '@/lib/contract/find.ts';
import { formatUtcShort, plural } from '@/lib/format.ts';
import { comparable, matchOf, PART, type Match } from '@/lib/present/match-names.ts';
import { statusLabel } from '../jobs/job-labels.ts';
import { paths } from '../paths.ts';
import { snapshotState } from '../backups/snapshot-labels.ts';
import type { IconName } from '../ui/icon.tsx';
import { actionsOn } from './object-actions.ts';
import type { Option } from './option.ts';
import type { Place } from './use-place.ts';

const ICONS: Record<FoundKind, IconName> = {
  alias: 'arrow',
  index: 'indices',
  backup: 'zip',
  snapshot: 'snapshot',
  job: 'jobs',
  incident: 'incident',
  schedule: 'clock',
  repository: 'repositories',
};

export const KIND_TITLES: Record<FoundKind, { one: string; many: string }> = {
  alias: { one: 'Alias', many: 'Aliases' },
  index: { one: 'Index', many: 'Indices' },
  backup: { one: 'Backup', many: 'Backups (zip files)' },
  snapshot: { one: 'Snapshot', many: 'Snapshots' },
  job: { one: 'Job', many: 'Jobs' },
  incident: { one: 'Incident', many: 'Incidents' },
  schedule: { one: 'Schedule', many: 'Schedules' },
  repository: { one: 'Repository', many: 'Repositories' },
};

/** The line of an object. `match`: by its name; what the server found by something else is a part. */
export function objectOption(object: FoundObject, words: readonly string[], { clusters, own }: Place): Option {
  const elsewhere = object.cluster !== own;
  const detail = detailOf(object, Date.now());
  return {
    id: JSON.stringify([object.kind, object.cluster, idOf(object)]),
    label: object.kind === 'job' ? `${object.id} · ${object.name}` : object.name,
    detail: own !== null && elsewhere ? [KIND_TITLES[object.kind].one, detail].filter(Boolean).join(', ') : detail,
    icon: ICONS[object.kind],
    href: actionsOn(object)[0]!.href,
    on: elsewhere ? clusters.find(({ key }) => key === object.cluster) : undefined,
    target: object,
    match: matchOfObject(object, words) ?? PART,
  };
}

export const matchOfObject = (object: FoundObject, words: readonly string[]): Match | null =>
  object.kind === 'job' && object.id === words.join(' ').replace(/^#/, '')
    ? 0
    : matchOf(words, comparable(object.name));

function idOf(object: FoundObject): string {
  if (object.kind === 'snapshot') return `${object.repository}/${object.name}`;
  return 'id' in object ? object.id : object.name;
}

const documentsOf = (documents: number | null): string =>
  documents === null ? 'documents unknown' : plural(documents, 'document');

function detailOf(object: FoundObject, now: number): string {
  switch (object.kind) {
    case 'alias':
      return object.indices === 0
        ? 'missing'
        : `${plural(object.indices, 'index', 'indices')}, ${documentsOf(object.documents)}`;
    case 'index':
      return [
        object.aliases > 0 ? 'has an alias' : 'no alias',
        object.state === 'closed' ? 'closed' : documentsOf(object.documents),
      ].join(', ');
    case 'backup':
      return [object.takenAt && `${formatUtcShort(object.takenAt, now)} UTC`, documentsOf(object.documents)]
        .filter(Boolean)
        .join(', ');
    case 'snapshot':
      return [
        object.takenAt && `${formatUtcShort(object.takenAt, now)} UTC`,
        snapshotState(object.state).word.toLowerCase(),
        `in ${object.repository}`,
      ]
        .filter(Boolean)
        .join(', ');
    case 'job':
      return `${statusLabel({ status: object.status, partial: false, progress: null }).word}, ${formatUtcShort(object.createdAt, now)} UTC`;
    case 'incident':
      return `${object.open ? 'open' : 'ended'}, ${object.since}`;
    case 'schedule':
      return object.paused ? 'paused' : '';
    case 'repository':
      return object.type;
    default:
      return object satisfies never;
  }
}

/** The list with the same filter, where it has one; null: it has none. */
export function listWith(kind: FoundKind, typed: string, cluster: string): string | null {
  if (kind === 'alias' || kind === 'index') return `${paths.indices(cluster)}?filter=${encodeURIComponent(typed)}`;
  if (kind === 'backup' || kind === 'snapshot') return paths.backups(cluster, { text: typed });
  return kind === 'job' ? paths.jobs(cluster, { text: typed }) : null;
}
