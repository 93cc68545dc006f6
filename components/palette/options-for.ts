import type { Found } from '@/lib/contract/find.ts';
import { formatCount } from '@/lib/format.ts';
import { comparable, IN_ORDER, matchOf, PART, PREFIX, WORD_START, wordsOf } from '@/lib/present/match-names.ts';
import type { OtherCluster } from '../cluster-context.tsx';
import { actionsOn, VERBS } from './object-actions.ts';
import { KIND_TITLES, listWith, matchOfObject, objectOption } from './object-options.ts';
import type { Option, OptionGroup, Target } from './option.ts';
import { actionOptions, clusterOptions, pageOptions, pagesElsewhere } from './page-options.ts';
import type { Place } from './use-place.ts';

const MOST_ACTIONS = 8;
const MOST_PAGES = 8;

/** Words that begin those of one action: "back", "up". */
const areOfOneAction = (words: readonly string[]): boolean =>
  words.every((word) => word.length > 1) &&
  VERBS.some((verbs) => words.every((word) => verbs.some((verb) => verb.startsWith(word))));

/**
 * "restore gov" and "gov restore" ask for an action on "gov". Only the first words, else the last ones, are the action's: any other may be
 * a part of a name ("restore orders test"). null: no word is an action's, or there is no other.
 */
export function splitOf(typed: string): { verbs: string[]; object: string } | null {
  const words = wordsOf(typed);
  for (let count = words.length - 1; count > 0; count--) {
    const [first, rest] = [words.slice(0, count), words.slice(count)];
    if (areOfOneAction(first)) return { verbs: first, object: rest.join(' ') };
  }
  for (let count = words.length - 1; count > 0; count--) {
    const [rest, last] = [words.slice(0, -count), words.slice(-count)];
    if (areOfOneAction(last)) return { verbs: last, object: rest.join(' ') };
  }
  return null;
}

/**
 * The lines for what is typed, the best group first. `found`: what the server knows of it; `current` false: that is of an
 * earlier text, of which only what still matches is used.
 */
export function optionsFor(
  typed: string,
  place: Place,
  { current, found }: { found: Found | undefined; current: boolean },
): OptionGroup[] {
  const words = wordsOf(typed);
  const groups: OptionGroup[] = [
    {
      title: 'Actions',
      options: [...objectActions(typed, place, current ? found : undefined), ...actionOptions(words, place)],
    },
    { title: 'Pages', options: pageOptions(words, place) },
    { title: place.own === null ? 'Clusters' : 'Other clusters', options: clusterOptions(words, place) },
    ...(found === undefined || words.length === 0 ? [] : foundGroups(typed, place, { found, current })),
    {
      title: 'Pages of clusters',
      options: pagesElsewhere(words, place, found).slice(0, MOST_PAGES),
    },
  ];
  const shown = groups.filter(({ options }) => options.length > 0);
  if (words.length === 0)
    return [...shown].sort((a, b) => Number(a.title === 'Actions') - Number(b.title === 'Actions'));
  for (const { options } of shown) options.sort((a, b) => a.match - b.match);
  return inOrder(shown);
}

/** The best first. Groups that match equally well keep their order, and the last ones are after all of this cluster. */
function inOrder(groups: readonly OptionGroup[]): OptionGroup[] {
  const best = ({ options }: OptionGroup) => options[0]!.match;
  const isLast = ({ title }: OptionGroup) => title.startsWith(ELSEWHERE);
  return [
    ...groups.filter((group) => !isLast(group)).sort((a, b) => best(a) - best(b)),
    ...groups.filter((group) => isLast(group)),
  ];
}

const ELSEWHERE = 'On other clusters';

/** "Restore government" for "restore gov". */
function objectActions(typed: string, place: Place, found: Found | undefined): Option[] {
  const split = splitOf(typed);
  if (split === null || found === undefined) return [];
  const options = found.actedOn
    .flatMap((object) => {
      // With its whole name it is before a job that has the action as its title.
      const of = matchOfObject(object, wordsOf(split.object)) ?? PART;
      const match = of <= PREFIX ? of : WORD_START;
      const asked = actionsOf(object, place, found).filter(({ verbs }) => allBegin(split.verbs, verbs));
      return asked.map((action) => actionOption(action, object, place, match));
    })
    .sort((a, b) => a.match - b.match);
  // An alias and its indices have actions with one page: the first of them.
  const first = new Map<string, Option>();
  for (const option of options) if (!first.has(option.href)) first.set(option.href, option);
  return [...first.values()].slice(0, MOST_ACTIONS);
}

const actionsOf = (target: Target, { clusters, may }: Place, found: Found | undefined) =>
  actionsOn(target).filter(
    ({ needs, ofSeveral }) => may(target.cluster, needs, found) && (clusters.length > 1 || !ofSeveral),
  );

const allBegin = (words: readonly string[], verbs: string): boolean =>
  words.every((word) =>
    comparable(verbs)
      .split(' ')
      .some((verb) => verb.startsWith(word)),
  );

function actionOption(
  { danger, href, icon, label }: ReturnType<typeof actionsOn>[number],
  { cluster }: Target,
  { clusters, own }: Place,
  match: Option['match'],
): Option {
  const on: OtherCluster | undefined = cluster === own ? undefined : clusters.find(({ key }) => key === cluster);
  return { id: `action ${label} ${href}`, label, icon, href, match, on, ...(danger && { danger }) };
}

/** What can be done with one object, of which something may be typed. */
export function optionsOf(target: Target, typed: string, place: Place, found: Found | undefined): OptionGroup[] {
  const words = wordsOf(typed);
  const options = actionsOf(target, place, found).flatMap((action) => {
    const match = matchOf(words, comparable(action.label), comparable(action.verbs), true);
    return match === null ? [] : [actionOption(action, target, place, match)];
  });
  return options.length === 0 ? [] : [{ title: `Actions for ${target.name}`, options }];
}

function foundGroups(
  typed: string,
  place: Place,
  { found, current }: { found: Found; current: boolean },
): OptionGroup[] {
  const words = wordsOf(typed);
  const optionsIn = (objects: Found['elsewhere']['objects']) =>
    objects
      .filter((object) => current || matchOfObject(object, words) !== null)
      .map((object) => objectOption(object, words, place));
  const groups = found.groups.map(({ kind, more, objects }): OptionGroup => {
    const options = optionsIn(objects);
    const title = KIND_TITLES[kind].many;
    if (!current || more === 0) return { title, options };
    return {
      title: `${title}, ${formatCount(objects.length)} of ${formatCount(objects.length + more)}`,
      options: [...options, ...moreOption(kind, more, typed.trim(), place)],
    };
  });
  const { more, objects } = found.elsewhere;
  const elsewhere = `${ELSEWHERE}${current && more > 0 ? `, ${formatCount(objects.length)} of ${formatCount(objects.length + more)}` : ''}`;
  return [...groups, { title: elsewhere, options: optionsIn(objects) }];
}

/** To the list with the same filter. */
function moreOption(kind: Found['groups'][number]['kind'], more: number, typed: string, { own }: Place): Option[] {
  const href = own === null ? null : listWith(kind, typed, own);
  if (href === null) return [];
  return [
    { id: `more ${kind}`, label: `${formatCount(more)} more: open the list`, icon: 'dots', href, match: IN_ORDER },
  ];
}
