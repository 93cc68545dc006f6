import type { ConflictMode } from '../../contract/plan.ts';
import type { RestorePlan } from './schema.ts';
import { movesAlias, targetUseOf } from './target-use.ts';
import { formatCount, formatPercent, formatUtcShort, plural } from '../../format.ts';

/** What a restore changes, in numbers and sentences, as far as its plan shows. Pure. */

export interface MissingAfter {
  title: string;
  text: string;
  /** Documents are lost from the searches; not so where they are only added. */
  warns: boolean;
}

/** Documents of the alias now; null: unknown, or no index has the alias. */
export const documentsNow = ({ before }: RestorePlan): number | null =>
  before.length === 0 || before.some(({ documents }) => documents === null)
    ? null
    : before.reduce((sum, { documents }) => sum + (documents ?? 0), 0);

/** Documents of the alias afterwards, minus those now; null: unknown. */
export function changeOf(plan: RestorePlan): number | null {
  const now = documentsNow(plan);
  if (now === null || addsToIndex(plan)) return null;
  // Other indices that the alias still points to afterwards count on both sides.
  const staying = plan.before
    .filter((target) => plan.after.some((state) => state.index === target.index))
    .reduce((sum, target) => sum + (target.documents ?? 0), 0);
  return plan.backup.documents + staying - now;
}

/** The target exists and is not an interrupted restore of this backup: how many of its documents are in the backup is unknown. */
export const addsToIndex = (plan: RestorePlan): boolean => targetUseOf(plan).how === 'adds';

/** What the restore gives, where the two numbers beside each other don't say it; null: they do. */
export function gainOf(plan: RestorePlan): string | null {
  const loaded = plural(plan.backup.documents, 'document');
  if (addsToIndex(plan))
    return plan.onConflict === 'create'
      ? `up to ${loaded} that ${plan.target.index} does not have`
      : `up to ${loaded} that ${plan.target.index} does not have, or has with other content`;
  // Those of a copy were never in the live index.
  if (plan.from !== undefined) return null;
  const change = changeOf(plan);
  if (plan.before.length === 0 || change === null || change > 0) return null;
  return 'documents that were changed or deleted after the backup';
}

/** "87 % fewer than the backup": how far the live index is from it; null: it has as many, or more, or their number is unknown. */
export function fewerThanBackup(plan: RestorePlan): string | null {
  const [change, now] = [changeOf(plan), documentsNow(plan)];
  return change === null || change <= 0 || now === null
    ? null
    : `${formatPercent(change, now + change)} fewer than ${plan.before.length === 1 ? 'in the backup' : 'after the restore'}`;
}

export function missingAfter(plan: RestorePlan, nowMs: number = Date.now()): MissingAfter {
  const { takenAt } = plan.backup;
  const since = takenAt === null ? 'the backup was made' : `${formatUtcShort(takenAt, nowMs)} UTC`;
  const { documents, promised } = plan.backup;
  const incomplete = isIncomplete(plan)
    ? `${plural(promised - documents, 'document')} missing from the backup file; `
    : '';
  if (!addsToIndex(plan) && plan.from !== undefined)
    return { title: 'Not in the backup', text: `${incomplete}${OF_ANOTHER_CLUSTER}`, warns: true };
  if (!addsToIndex(plan))
    return { title: 'Missing after the restore', text: `${incomplete}${changesSince(plan, since)}`, warns: true };
  const lost = (isOfThisCluster(plan) ? LOST_BY_ADDING : LOST_BY_COPYING)[plan.onConflict];
  return incomplete === '' && !lost.warns
    ? { ...lost, text: lost.text(since) }
    : {
        title: incomplete === '' ? lost.title : 'Missing after the restore',
        text: `${incomplete}${lost.text(since)}`,
        warns: true,
      };
}

/** As far as this is known: a cluster that was built again has another uuid. */
const isOfThisCluster = ({ backup: { clusterUuid }, cluster, from }: RestorePlan): boolean =>
  from === undefined && (clusterUuid === null || clusterUuid === undefined || clusterUuid === cluster.uuid);

const OF_ANOTHER_CLUSTER =
  'what was written on this cluster, at any time: the backup is of another one. The live index, if there is one, keeps it.';

function changesSince(plan: RestorePlan, since: string): string {
  const always = `changes made after ${since}`;
  if (plan.before.length === 0) return `${always}.`;
  const change = changeOf(plan);
  const least = change !== null && change < 0 ? `, at least ${plural(-change, 'document')}` : '';
  return `${always}${least}. ${plan.before.length === 1 ? 'The live index keeps' : 'The live indices keep'} them.`;
}

type Lost = Record<ConflictMode, Omit<MissingAfter, 'text'> & { text: (since: string) => string }>;

const LOST_BY_ADDING: Lost = {
  create: {
    title: 'Nothing is overwritten or deleted',
    text: () => 'documents are only added.',
    warns: false,
  },
  index: {
    title: 'Overwritten by the restore',
    text: (since) => `changes made after ${since} in documents that the backup has too. No document is deleted.`,
    warns: true,
  },
  external_gte: {
    title: 'Nothing newer is overwritten',
    text: () => 'documents are added, older ones are overwritten, none is deleted.',
    warns: false,
  },
};

/** Of a backup of another cluster: it was never the same document, and its version is no later or earlier one. */
const LOST_BY_COPYING: Lost = {
  create: LOST_BY_ADDING.create,
  index: {
    title: 'Overwritten by the restore',
    text: () => 'each document that the backup has too, whenever it was written here. No document is deleted.',
    warns: true,
  },
  external_gte: {
    title: 'Overwritten by the restore',
    text: () =>
      'each document whose version here is not higher than in the backup, which does not say which one is newer. ' +
      'No document is deleted.',
    warns: true,
  },
};

/** The backup has fewer documents than it should. */
export const isIncomplete = ({ backup }: RestorePlan): boolean => backup.promised > backup.documents;

/** How many documents an existing index has now and afterwards, as far as that is known before its documents are compared. */
export function documentsInExisting({ backup, onConflict, target }: RestorePlan): { figure: string; note: string } {
  const loaded = formatCount(backup.documents);
  if (target.documents === 0) return { figure: loaded, note: 'it has none now' };
  const existing = EXISTING[onConflict];
  if (target.documents === null) return { figure: 'unknown', note: `${loaded} are written; ${existing}` };
  const [least, most] = [Math.max(target.documents, backup.documents), target.documents + backup.documents];
  return {
    figure: `${formatCount(least)} to ${formatCount(most)}`,
    note: `${formatCount(target.documents)} now, ${loaded} written; ${existing}`,
  };
}

const EXISTING: Record<ConflictMode, string> = {
  create: 'existing documents are kept',
  index: 'existing documents are overwritten',
  external_gte: 'existing documents are overwritten where they are not newer',
};

/** There is no switch to choose: the alias points to the index, and would point to the same ones afterwards. */
export const pointsToTarget = (plan: RestorePlan): boolean =>
  plan.alias !== null &&
  plan.before.some(({ index }) => index === plan.target.index) &&
  !movesAlias({ ...plan, switchAlias: true });

export const totalBytes = (plan: RestorePlan) => plan.target.estimatedPrimaryBytes * (1 + plan.target.replicas);
export const refusals = (plan: RestorePlan) => plan.checks.filter((check) => check.level === 'refuse');
