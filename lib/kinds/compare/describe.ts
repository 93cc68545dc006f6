import { COMPARING_VALUES, MATCHING, READING_SIDES } from '../../comparing/phases.ts';
import type { BackupSide, ComparedSide, IndexSide, SideCluster } from '../../contract/comparison.ts';
import { formatCount, formatUtcShort, plural } from '../../format.ts';
import { jobKind, type Fact } from '../kind.ts';
import { backupReadLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { compareResult, compareWork, type CompareResult, type CompareWork } from './schema.ts';

/** Compares an index or a backup with another one, document by document. Changes nothing. */
export const compare = jobKind<CompareWork, CompareResult>()({
  kind: 'compare',
  label: 'Compare',
  noun: 'the comparison',
  permission: permission({ id: 'compare', role: 'operator', verb: 'compare documents', changesCluster: false }),
  schema: { work: compareWork, result: compareResult },
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} can’t be resumed.`,
      hint: 'Compare again: it begins with the first document.',
    }),
    reviewLink: (work) => ({ label: 'Compare again', path: comparePath(work) }),
  },

  clusterUuid: ({ cluster }) => cluster.uuid,
  withClusterNames: nameClusters,
  title: ({ left, right }) => `Compare ${nameOfSide(left)} with ${nameOfSide(right)}`,
  locks: (work) => backupsOf(work).map(({ backup }) => backupReadLock(backup)),
  moreObjects: ({ left, right }) => [left, right].flatMap(objectsOfSide),
  steps: () => [
    { id: 'read', title: 'Read both sides, each as it is at one moment', phases: [READING_SIDES.phase] },
    { id: 'match', title: 'Match documents by id and routing, and by content', phases: [MATCHING.phase] },
    {
      id: 'values',
      title: 'Compare the values of those that differ',
      phases: [COMPARING_VALUES.phase],
    },
  ],
  facts: ({ left, right }) => [sideFact('Left', left), sideFact('Right', right)],
  backup: (work) => {
    const [only, ...others] = backupsOf(work);
    return only === undefined || others.length > 0 ? null : only.backup;
  },
  comparedSides: ({ left, right }) => ({ left, right }),
  outcome: describeResult,
  warning: ({ warnings }) => warnings.join(' ') || null,
  aftermath: () => 'Nothing was changed.',
  auditDetails: ({ counts, documents, way }) => ({ after: { ...counts, documents, way } }),
});

/** The page that compares the same sides again; backups are those of the cluster. */
function comparePath({ left, right }: CompareWork): string {
  const sides = new URLSearchParams();
  if (left.kind === 'backup') sides.set('backup', left.backup.id);
  else addIndex(sides, 'left', left);
  if (right.kind === 'index') addIndex(sides, 'right', right);
  return `/compare?${sides.toString()}`;
}

/** Left out where its cluster can't be named: the same name on this cluster is another index. */
function addIndex(sides: URLSearchParams, name: 'left' | 'right', { cluster, index }: IndexSide): void {
  if (cluster?.key === null) return;
  sides.set(name, index);
  if (cluster !== undefined) sides.set(`${name}Cluster`, cluster.key);
}

function nameClusters(work: CompareWork, nameOf: (key: string) => string | null): CompareWork {
  const named = (side: ComparedSide): ComparedSide => {
    if (side.kind === 'backup' || side.cluster === undefined) return side;
    const { key, uuid } = side.cluster;
    const name = key === null ? null : nameOf(key);
    return { ...side, cluster: { key: name === null ? null : key, name, uuid } };
  };
  const [left, right] = [named(work.left), named(work.right)];
  return left === work.left && right === work.right ? work : { ...work, left, right };
}

const backupsOf = ({ left, right }: CompareWork): BackupSide[] =>
  [left, right].filter((side): side is BackupSide => side.kind === 'backup');

/** "government", "government on search-staging", or "the backup of 8 Jan 03:00". */
const nameOfSide = (side: ComparedSide): string => {
  if (side.kind === 'index')
    return side.cluster === undefined ? side.index : `${side.index} on ${clusterName(side.cluster)}`;
  return side.takenAt === null
    ? side.backup.id
    : `the backup ${side.group} of ${formatUtcShort(side.takenAt, Date.now())}`;
};

const clusterName = ({ name }: SideCluster): string => name ?? 'another cluster';

const placeOfSide = (side: ComparedSide): string => (side.kind === 'index' ? side.index : side.backup.id);

const sideFact = (name: string, side: ComparedSide): Fact => {
  const other = side.kind === 'index' ? side.cluster : undefined;
  return {
    name: other === undefined ? name : `${name}, on ${clusterName(other)}`,
    value: placeOfSide(side),
    code: true,
    ...(side.kind === 'index' && other === undefined ? { of: 'index' } : {}),
  };
};

/** Of the job's cluster: an index of another one is not that of the same name here. */
const objectsOfSide = (side: ComparedSide): string[] => {
  if (side.kind === 'index' && side.cluster !== undefined) return [];
  return side.kind === 'index' ? [side.index, ...(side.alias === null ? [] : [side.alias])] : [side.backup.id];
};

/**
 * "8,914 documents equal, 14 changed, 12 only in the index." Buckets without documents are left out. With the work it names other
 * clusters.
 */
function describeResult({ counts, sides }: CompareResult, work?: CompareWork): string {
  const { equal, sameValues, changed, onlyLeft, onlyRight } = counts;
  if (sameValues + changed + onlyLeft + onlyRight === 0)
    return equal === 0 ? 'Both sides are empty.' : `Equal: ${plural(equal, 'document')}, no difference.`;
  const parts = [
    `${plural(equal, 'document')} equal`,
    ...(sameValues > 0 ? [`${formatCount(sameValues)} with the same values, spelled differently`] : []),
    ...(changed > 0 ? [`${formatCount(changed)} changed`] : []),
    ...(onlyLeft > 0 ? [`${formatCount(onlyLeft)} only ${placeOf(sides, 'left', work)}`] : []),
    ...(onlyRight > 0 ? [`${formatCount(onlyRight)} only ${placeOf(sides, 'right', work)}`] : []),
  ];
  return `${parts.join(', ')}.`;
}

function placeOf(sides: CompareResult['sides'], name: 'left' | 'right', work?: CompareWork): string {
  const side = work?.[name];
  if (side?.kind === 'index' && side.cluster !== undefined) return `in ${nameOfSide(side)}`;
  return sides.left === sides.right ? `on the ${name}` : `in the ${sides[name]}`;
}
