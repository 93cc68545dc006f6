import type { FactsOf } from '../../contract/incident.ts';
import { areOf, formatCount, formatMove, formatPercent, plural } from '../../format.ts';
import { listOfFirst, restoreStep, sentences, type Next, type Said, type Telling } from './telling.ts';

const aliasPage = (alias: string) => ({ of: 'alias', alias }) as const;

export function documentsLost(facts: FactsOf<'documents-lost'>, telling: Telling): Said {
  const { ended, stale, subject } = telling;
  const isPast = ended || stale;
  return {
    title: `${subject} lost ${lostPart(facts)}`,
    what: sentences(lostNumbers(facts, isPast), movedOrDeleted(facts, isPast)),
    next: ended ? [{ text: `Check the documents of ${subject}`, page: aliasPage(subject) }] : afterLoss(facts, telling),
  };
}

/** The most that was missing at any time, so that a title does not change while documents come back. */
function lostPart({ before, lowest }: FactsOf<'documents-lost'>): string {
  if (lowest >= before) return 'documents';
  if (lowest > 0) return `${formatPercent(before - lowest, before)} of its documents`;
  return before === 1 ? 'its only document' : `all of its ${formatCount(before)} documents`;
}

function lostNumbers({ before, lowest, now }: FactsOf<'documents-lost'>, ended: boolean): string {
  const had = `it had ${formatCount(before)} before`;
  if (ended) return `It had ${plural(lowest, 'document')} at the fewest; ${had}.`;
  if (now === null)
    return `How many documents it has now is unknown; ${had}, and ${formatCount(lowest)} at the fewest.`;
  if (now >= before) return `It has ${plural(now, 'document')} again; it had ${formatCount(lowest)} at the fewest.`;
  const fewer = `${formatCount(before - now)} fewer`;
  const fewest = now > lowest ? ` It had ${formatCount(lowest)} at the fewest.` : '';
  return `It has ${plural(now, 'document')}; ${had} (${fewer}).${fewest}`;
}

function movedOrDeleted({ moved }: FactsOf<'documents-lost'>, ended: boolean): string | null {
  if (moved) return ended ? 'It was pointed to other indices.' : 'It points to other indices since then.';
  return ended ? null : 'It points to the same indices as before: the documents are missing in them.';
}

const afterLoss = ({ moved }: FactsOf<'documents-lost'>, { recovery, subject: alias }: Telling): Next[] => [
  moved
    ? { text: `See what ${alias} pointed to before, and switch it back`, page: aliasPage(alias) }
    : { text: `Find what deletes documents of ${alias}, and stop it`, page: aliasPage(alias) },
  ...(recovery.compared === true
    ? [{ text: `Compare the ways to recover ${alias} on the overview`, page: { of: 'overview' } as const }]
    : []),
  ...restoreStep(alias, recovery),
];

export function aliasMissing(facts: FactsOf<'alias-missing'>, { ended, recovery, subject }: Telling): Said {
  const { documents, indices, nameIsIndex } = facts;
  const [are, pointed] = ended ? ['was', 'It had pointed'] : ['is', 'It pointed'];
  return {
    title: `Alias ${subject} ${are} missing`,
    what: sentences(
      missingMeans(nameIsIndex, ended),
      indices.length === 0 ? null : `${pointed} to ${listOfFirst(indices)}.`,
      documents === null ? null : `It had ${plural(documents, 'document')}.`,
    ),
    next: ended
      ? [{ text: `Check what ${subject} points to`, page: aliasPage(subject) }]
      : [
          nameIsIndex
            ? {
                text: `Back up the index named ${subject}, then delete it: only then can the alias be created again`,
                page: { of: 'indices' },
              }
            : { text: `Point ${subject} to its index again`, page: aliasPage(subject) },
          ...restoreStep(subject, recovery, 'Or'),
        ],
  };
}

function missingMeans(nameIsIndex: boolean, ended: boolean): string {
  if (nameIsIndex)
    return ended
      ? 'An index had its name, so searches reached that index only.'
      : 'An index has its name, so searches reach that index only.';
  return ended
    ? 'No index had this alias, so searches for it failed.'
    : 'No index has this alias, so searches for it fail.';
}

export function aliasMoved({ documents, from, to }: FactsOf<'alias-moved'>, telling: Telling): Said {
  const { ended, id, stale, subject } = telling;
  const target = to.length === 0 ? 'no index' : listOfFirst(to);
  const former = from.length === 0 ? '' : ` instead of ${listOfFirst(from)}`;
  const isCounted = documents.before !== null || documents.after !== null;
  return {
    title: `${subject} was switched, and not by Restore Desk`,
    what: sentences(
      `It ${ended || stale ? 'pointed' : 'points'} to ${target}${former}.`,
      isCounted ? `After the switch it had ${formatMove(documents)}.` : null,
      'No job of this Restore Desk did this.',
    ),
    next: ended
      ? [{ text: `Check what ${subject} points to`, page: aliasPage(subject) }]
      : [
          {
            text: `Compare what ${subject} points to with the indices before, and switch it back`,
            page: aliasPage(subject),
          },
          ...(id === null || stale
            ? []
            : [{ text: 'Close the incident if the switch was intended', page: { of: 'incident', id } as const }]),
        ],
  };
}

export function aliasUnsearchable(facts: FactsOf<'alias-unsearchable'>, telling: Telling): Said {
  const { ended, subject } = telling;
  const { closed, indices, of, red } = facts;
  const state = red > 0 && closed > 0 ? 'red or closed' : closed > 0 ? 'closed' : 'red';
  const count = red + closed;
  const [verb, are] = ended ? [count === 1 ? 'was' : 'were', 'was'] : [areOf(count), 'is'];
  return {
    title:
      of <= 1
        ? `The index of ${subject} ${are} ${state}`
        : `${formatCount(count)} of ${plural(of, 'index', 'indices')} of ${subject} ${verb} ${state}`,
    what: sentences(
      unsearchableMeans(subject, red > 0, ended),
      indices.length === 0 ? null : `${indices.length === 1 ? 'The index' : 'The indices'}: ${listOfFirst(indices)}.`,
    ),
    next: ended
      ? [{ text: `Check the indices of ${subject}`, page: aliasPage(subject) }]
      : afterUnsearchable(facts, telling),
  };
}

const afterUnsearchable = ({ closed, red }: FactsOf<'alias-unsearchable'>, { recovery, subject }: Telling): Next[] => [
  ...(closed > 0 ? [{ text: `Open the closed indices of ${subject}`, page: aliasPage(subject) }] : []),
  ...(red > 0
    ? [
        { text: 'See on the overview why shards are not assigned', page: { of: 'overview' } as const },
        ...restoreStep(subject, recovery, 'If they are lost,'),
      ]
    : []),
];

function unsearchableMeans(alias: string, isRed: boolean, ended: boolean): string {
  if (isRed)
    return ended
      ? `Searches for ${alias} failed or missed documents.`
      : `Searches for ${alias} fail or miss documents until all shards are assigned.`;
  return ended
    ? `Searches for ${alias} failed, or found nothing in what was closed.`
    : `Searches for ${alias} fail, or find nothing in what is closed.`;
}
