import type { Check } from '../../contract/plan.ts';
import { formatBytes, formatList, plural } from '../../format.ts';
import { formatDocuments } from '../documents.ts';
import type { ChangeIndexStatePlan } from './schema.ts';

type Target = Pick<ChangeIndexStatePlan, 'index' | 'state' | 'documents' | 'storeBytes' | 'aliases'>;

/** The checks of closing an index. `evenLive`: the caller accepts that searches through its aliases fail. */
export function closeChecks(target: Target, { evenLive, loading }: { evenLive: boolean; loading: boolean }): Check[] {
  const { index, state, storeBytes } = target;
  if (state === 'closed')
    return [
      {
        id: 'already',
        level: 'refuse',
        title: `${index} is closed already`,
        detail: 'There is nothing to do.',
      },
    ];
  return [
    ...(target.aliases.length === 0 ? [] : [liveCheck(target, evenLive)]),
    ...(loading ? [loadingCheck('Another machine may still be filling it: its next write would fail.')] : []),
    {
      id: 'no-use',
      level: 'warn',
      title: 'It can’t be searched or written while it is closed',
      detail:
        `It still takes ${storeBytes === null ? 'its space' : formatBytes(storeBytes)} on disk, and keeps its settings, ` +
        'mappings and aliases. A backup as a zip file is not possible meanwhile.',
    },
  ];
}

/**
 * A closed index makes a search through its alias fail as a whole: 400 index_closed_exception, also if the alias has other
 * open indices (docs/elasticsearch.md, "Closed indices").
 */
function liveCheck({ aliases }: Target, evenLive: boolean): Check {
  const [first] = aliases;
  const names = formatList(aliases.map(({ alias }) => alias));
  const others = [...new Set(aliases.flatMap((each) => each.others))];
  return {
    id: 'live',
    level: evenLive ? 'warn' : 'refuse',
    title: `${names} ${aliases.length === 1 ? 'points' : 'point'} to it`,
    detail:
      `While it is closed, every search through ${names} fails` +
      `${others.length === 0 ? '' : `, although ${formatList(others)} ${others.length === 1 ? 'is' : 'are'} there too`}. ` +
      `${first!.alias} then does not show ${formatDocuments(first!.documents)} of it.`,
    hint: evenLive
      ? 'Switch the alias to another index first, if there is one.'
      : 'Switch the alias to another index first. If you are sure, confirm that its searches may fail.',
  };
}

/** The checks of opening an index. */
export function openChecks(target: Target, { loading, red }: { loading: boolean; red: boolean }): Check[] {
  const { aliases, index, state } = target;
  if (state === 'open')
    return [{ id: 'already', level: 'refuse', title: `${index} is open already`, detail: 'There is nothing to do.' }];
  return [
    ...(aliases.length === 0 ? [] : [foundAgainCheck(target)]),
    ...(loading ? [loadingCheck('It may have a part of its documents only.')] : []),
    ...(red
      ? [
          {
            id: 'red',
            level: 'warn' as const,
            title: 'It is red',
            detail: 'Not all of its primary shards are available, so it may not be complete after it is opened.',
            hint: 'Check the cluster’s health for the reason.',
          },
        ]
      : []),
  ];
}

function foundAgainCheck({ aliases }: Target): Check {
  const names = formatList(aliases.map(({ alias }) => alias));
  const others = [...new Set(aliases.flatMap((each) => each.others))];
  return {
    id: 'found-again',
    level: others.length === 0 ? 'ok' : 'warn',
    title: `${names} ${aliases.length === 1 ? 'points' : 'point'} to it`,
    detail:
      others.length === 0
        ? `Searches through ${names} find its documents as soon as it is open.`
        : `Searches through ${names} find its documents as soon as it is open, beside those of ${formatList(others)}.`,
  };
}

const loadingCheck = (detail: string): Check => ({
  id: 'loading',
  level: 'warn',
  title: 'The restore that created it has not finished',
  detail,
});

/** Where nothing else is to be said. */
export const readyCheck = ({ index, documents }: Target): Check => ({
  id: 'ready',
  level: 'ok',
  title: 'Ready',
  detail: `${index} has no block, and no job uses it${documents === null ? '' : `. It has ${plural(documents, 'document')}`}.`,
});
