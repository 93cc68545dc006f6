import { documentLoss } from '../contract/document-loss.ts';
import type { DocumentsOfMove } from '../contract/documents-of-move.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { AliasState, AliasTarget, Check } from '../contract/plan.ts';
import { formatList, formatMove } from '../format.ts';
import { writeTargetOf } from './write-target.ts';

export const alreadyInCheck = (alias: string, index: string): Check => ({
  id: 'already',
  level: 'refuse',
  title: 'Nothing to do',
  detail: `${alias} already points to ${index}.`,
});

export const notInCheck = (alias: string, index: string, before: readonly AliasTarget[]): Check => ({
  id: 'not-in',
  level: 'refuse',
  title: 'Nothing to do',
  detail:
    before.length === 0
      ? `There is no alias ${alias}.`
      : `${alias} does not point to ${index}; it points to ${formatList(before.map((each) => each.index))}.`,
});

/** Searches through the alias see the added index beside those that it has. */
export const besideOthersCheck = (alias: string, index: string, before: readonly AliasTarget[]): Check => ({
  id: 'beside-others',
  level: 'warn',
  title: `Searches through ${alias} will see ${before.length + 1} indices`,
  detail:
    `They find the documents of ${index} as well as those of ${formatList(before.map((each) => each.index))}. ` +
    'A document that several of them have is found several times.',
  hint: `To replace the present index, switch ${alias} instead.`,
});

export const addsNothingCheck = (alias: string, index: string): Check => ({
  id: `empty-${index}`,
  level: 'warn',
  title: `${index} is empty`,
  detail: `It has no documents: ${alias} shows the same afterwards.`,
  hint: 'Make sure that this is the index you mean.',
});

export const lastIndexCheck = (alias: string, index: string): Check => ({
  id: 'deletes-alias',
  level: 'warn',
  title: `The alias ${alias} is deleted`,
  detail:
    `${index} is its only index. Afterwards there is no alias ${alias}: every search through it fails, and a write to this ` +
    'name can create an index called like the alias.',
  hint: `To point ${alias} to another index without a gap, switch it instead. The undo makes the alias again.`,
});

/** What is left can't be searched. */
export function remainingChecks(alias: string, after: AliasState, indices: readonly IndexSummary[]): Check[] {
  const closed = after.filter(({ index }) => indices.some(({ name, state }) => name === index && state === 'closed'));
  if (closed.length === 0) return [];
  const all = closed.length === after.length;
  return [
    {
      id: 'closed-remain',
      level: 'warn',
      title: all ? 'Only closed indices are left' : `${formatList(closed.map(({ index }) => index))} is closed`,
      detail: `One closed index makes every search through ${alias} fail, also where others are open.`,
      hint: 'Open the closed index first.',
    },
  ];
}

export function removalLossChecks(alias: string, shown: DocumentsOfMove): Check[] {
  const loss = documentLoss(shown);
  if (loss === null) return [];
  const isUnknown = loss.kind === 'unknown';
  return [
    {
      id: isUnknown ? 'documents-unknown' : 'loses-documents',
      level: 'warn',
      title: isUnknown ? 'How many documents the alias loses is not known' : 'The alias loses documents',
      detail: `Afterwards ${alias} shows ${formatMove(loss)}. No document is deleted.`,
      hint: 'Make sure that this is the index you mean.',
    },
  ];
}

const LOSSES: readonly string[] = ['deletes-alias', 'loses-documents', 'documents-unknown'];

/** Refuses a removal that deletes the alias or takes documents from it until a person has accepted that. */
export const refusingLoss = (checks: readonly Check[]): Check[] =>
  checks.map((check) =>
    LOSSES.includes(check.id)
      ? { ...check, level: 'refuse', hint: 'If this is meant, accept the loss: --accept-loss.' }
      : check,
  );

/** What becomes of writes through the alias: a warning where they go elsewhere, begin, or end. */
export function writeChecks(alias: string, before: AliasState, after: AliasState, canKeep: boolean): Check[] {
  const [from, to] = [writeTargetOf(before), writeTargetOf(after)];
  if (from === to || before.length === 0 || after.length === 0) return [];
  if (to === null)
    return [
      {
        id: 'writes-fail',
        level: 'warn',
        title: `Writes through ${alias} will fail`,
        detail:
          `They go to ${from} now. Afterwards ${alias} has ` +
          (after.length === 1
            ? `one index, ${after[0]!.index}, whose write flag is off`
            : `${after.length} indices and none of them is its write index`) +
          ', so the server refuses every write through it. Searches work.',
        hint: canKeep
          ? `To keep writes on ${from}, let it be made the write index.`
          : 'Stop what writes through it, or make one of its indices the write index.',
      },
    ];
  return [
    {
      id: from === null ? 'writes-begin' : 'writes-move',
      level: 'warn',
      title: from === null ? `Writes through ${alias} will work` : `Writes through ${alias} go to another index`,
      detail:
        from === null
          ? `The server refuses them now. Afterwards they go to ${to}.`
          : `They go to ${from} now, and to ${to} afterwards.`,
      hint: `Make sure that ${to} is meant to be written to.`,
    },
  ];
}
