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
  /** The backup has at least `backedUp` documents: it was taken while documents were written. */
  atLeast: boolean;
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
export function conditionOf(facts: RowFacts): OverviewAlias['condition'] {
  const { alias, live, documents, backedUp, change, loss } = facts;
  if (loss !== null) return lossCondition(facts, loss);
  const flag = flagsOf(alias, live)[0];
  if (flag) return flag;
  if (documents === null)
    return {
      level: 'unknown',
      word: 'documents unknown',
      sentence: `The cluster does not say how many documents ${alias} has.`,
    };
  if (backedUp === null) return nothingToCompare(facts);
  if (change !== null && change < 0 && backedUp > 0 && -change / backedUp >= FEWER_SHARE)
    return { level: 'warn', word: `${formatPercent(-change, backedUp)} fewer`, sentence: comparison(facts) };
  return { level: 'ok', word: 'as expected', sentence: comparison(facts) };
}

/** "8,940", "at least 8,940". */
const counted = ({ atLeast, backedUp }: RowFacts): string => `${atLeast ? 'at least ' : ''}${formatCount(backedUp)}`;

/** A backup between two moments gives no difference, only a number to compare with. */
const comparison = (facts: RowFacts): string =>
  facts.atLeast ? numbers(facts) : `${formatChange(facts.change)} documents since the last good ${facts.comparedWith}.`;

const numbers = (facts: RowFacts): string =>
  `${formatCount(facts.documents)} documents now, ${counted(facts)} in the last good ${facts.comparedWith}.`;

function lossCondition(facts: RowFacts, loss: Loss): OverviewAlias['condition'] {
  const { alias, atLeast, backedUp, comparedWith, documents } = facts;
  if (documents === 0)
    return {
      level: 'bad',
      word: 'empty',
      sentence: `${alias} has no documents; its last good ${comparedWith} has ${counted(facts)}.`,
    };
  return {
    level: 'bad',
    word: `lost ${atLeast ? 'at least ' : ''}${formatPercent(loss.documents, backedUp)}`,
    sentence: numbers(facts),
  };
}

function nothingToCompare({ alias, onlyOtherCluster, uncounted, unread }: RowFacts): OverviewAlias['condition'] {
  if (unread)
    return {
      level: 'unknown',
      word: 'backups unknown',
      sentence: `The backups of ${alias} can’t be read, so there is nothing to compare with.`,
    };
  return {
    level: 'idle',
    word: 'nothing to compare with',
    sentence: onlyOtherCluster
      ? `Every backup of ${alias} here is of another cluster.`
      : uncounted
        ? `The last good backup of ${alias} does not say how many documents it has.`
        : `There is no good backup of ${alias} that says how many documents there should be.`,
  };
}
