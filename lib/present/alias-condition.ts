import type { IndexSummary } from '../contract/indices.ts';
import type { Loss, OverviewAlias } from '../contract/overview.ts';
import { formatChange, formatCount, formatPercent } from '../format.ts';
import { flagsOf } from './alias-map.ts';
import type { ComparedWith } from './compared-backup.ts';

/** An alias that has this share fewer documents than its last good backup gets a warning. */
const FEWER_SHARE = 0.02;

interface RowFacts {
  alias: string;
  live: readonly IndexSummary[];
  documents: number | null;
  backedUp: number | null;
  change: number | null;
  loss: Loss | null;
  /** Backups of the alias could not be read. */
  unread: boolean;
  /** There are backups of the alias, all of another cluster. */
  onlyOtherCluster: boolean;
  /** The kind, where the alias has backups of both. */
  comparedWith: ComparedWith;
  /** There is a good backup, which does not say a number. */
  uncounted: boolean;
}

/** The worst that is known of an alias, or that all is as expected. Pure. */
export function conditionOf({
  alias,
  live,
  documents,
  backedUp,
  change,
  loss,
  unread,
  onlyOtherCluster,
  comparedWith,
  uncounted,
}: RowFacts): OverviewAlias['condition'] {
  if (loss !== null && documents === 0)
    return {
      level: 'bad',
      word: 'empty',
      sentence: `${alias} has no documents; its last good ${comparedWith} has ${formatCount(backedUp)}.`,
    };
  if (loss !== null)
    return {
      level: 'bad',
      word: `lost ${formatPercent(loss.documents, backedUp)}`,
      sentence: `${formatCount(documents)} documents now, ${formatCount(backedUp)} in the last good ${comparedWith}.`,
    };
  const flag = flagsOf(alias, live)[0];
  if (flag) return flag;
  if (documents === null)
    return {
      level: 'unknown',
      word: 'documents unknown',
      sentence: `The cluster does not say how many documents ${alias} has.`,
    };
  if (backedUp === null && unread)
    return {
      level: 'unknown',
      word: 'backups unknown',
      sentence: `The backups of ${alias} can’t be read, so there is nothing to compare with.`,
    };
  if (backedUp === null)
    return {
      level: 'idle',
      word: 'nothing to compare with',
      sentence: onlyOtherCluster
        ? `Every backup of ${alias} here is of another cluster.`
        : uncounted
          ? `The last good backup of ${alias} does not say exactly how many documents it has.`
          : `There is no good backup of ${alias} that says how many documents there should be.`,
    };
  if (change !== null && change < 0 && backedUp > 0 && -change / backedUp >= FEWER_SHARE)
    return {
      level: 'warn',
      word: `${formatPercent(-change, backedUp)} fewer`,
      sentence: `${formatChange(change)} documents since the last good ${comparedWith}.`,
    };
  return {
    level: 'ok',
    word: 'as expected',
    sentence: `${formatChange(change)} documents since the last good ${comparedWith}.`,
  };
}
