import type { Found } from '@/lib/contract/find.ts';
import { comparable, matchOf, PART, type Match } from '@/lib/present/match-names.ts';
import type { OtherCluster } from '../cluster-context.tsx';
import { CLUSTER_PAGES } from '../cluster-pages.ts';
import { paths } from '../paths.ts';
import { CLUSTER_ACTIONS, type Destination } from './cluster-actions.ts';
import type { Option } from './option.ts';
import type { Place } from './use-place.ts';

const MORE_PAGES: readonly Destination[] = [
  { name: 'Help', words: 'words shortcuts keyboard version documentation times', icon: 'help', href: paths.help },
  { name: 'Installation check', words: 'doctor', icon: 'check', href: paths.doctor, needs: 'run-doctor' },
];

const pagesOf = (approval: boolean): readonly Destination[] => [
  ...CLUSTER_PAGES.flatMap(({ pages }) => pages.filter(({ withApproval }) => approval || !withApproval)),
  ...MORE_PAGES,
];

const matchOfName = (words: readonly string[], { name, words: besides = '' }: Destination): Match | null =>
  matchOf(words, comparable(name), besides, true);

/** The pages of the own cluster, and the choice of clusters. Nothing typed: all of them. */
export function pageOptions(words: readonly string[], { approval, clusters, may, own }: Place): Option[] {
  const pages = own === null ? [] : matching(words, pagesOf(approval), own, may);
  const all: Destination = { name: 'All clusters', words: 'choose another switch', icon: 'indices', href: () => '/' };
  return clusters.length < 2 || own === null ? pages : [...pages, ...matching(words, [all], own, may)];
}

export const actionOptions = (words: readonly string[], { clusters, may, own }: Place): Option[] =>
  own === null ? [] : matching(words, actionsAmong(clusters), own, may);

const actionsAmong = (clusters: readonly OtherCluster[]): readonly Destination[] =>
  CLUSTER_ACTIONS.filter(({ ofSeveral }) => clusters.length > 1 || !ofSeveral);

function matching(
  words: readonly string[],
  destinations: readonly Destination[],
  cluster: string,
  may: Place['may'],
): Option[] {
  return destinations.flatMap((destination) => {
    const { danger, href, icon, name, needs = null } = destination;
    const match = matchOfName(words, destination);
    if (match === null || !may(cluster, needs)) return [];
    return [{ id: `page ${href(cluster)}`, label: name, icon, href: href(cluster), match, ...(danger && { danger }) }];
  });
}

const nameOfCluster = ({ environment, key, name }: OtherCluster) => ({
  name: comparable(name),
  besides: comparable(`${key} ${environment}`),
});

/** Without the word that only says what it is. */
const withoutKind = (words: readonly string[]): readonly string[] => {
  const rest = words.filter((word) => word !== 'cluster' && word !== 'clusters');
  return rest.length === 0 ? words : rest;
};

/** The other clusters, by name, key and environment. Nothing typed: all. */
export function clusterOptions(words: readonly string[], { clusters, own }: Place): Option[] {
  return clusters.flatMap((cluster): Option[] => {
    if (cluster.key === own) return [];
    const { besides, name } = nameOfCluster(cluster);
    const match = matchOf(withoutKind(words), name, besides, true);
    if (match === null) return [];
    const target = { kind: 'cluster', cluster: cluster.key, name: cluster.name } as const;
    return [
      {
        id: `cluster ${cluster.key}`,
        label: cluster.name,
        icon: 'repositories',
        href: paths.overview(cluster.key),
        on: cluster,
        target,
        match,
      },
    ];
  });
}

/** "jobs staging": pages and actions of the other clusters, where one word names the cluster and another one the page. */
export function pagesElsewhere(
  words: readonly string[],
  { clusters, may, own }: Place,
  found: Found | undefined,
): Option[] {
  if (words.length < 2) return [];
  return clusters.flatMap((cluster) => {
    if (cluster.key === own) return [];
    const { besides, name } = nameOfCluster(cluster);
    const others = words.filter((word) => matchOf([word], name, besides) === null);
    if (others.length === 0 || others.length === words.length) return [];
    return [
      ...pagesOf(false).map((page) => ({ ...page, label: `${page.name} of ${cluster.name}` })),
      ...actionsAmong(clusters).map((page) => ({ ...page, label: `${page.name} on ${cluster.name}` })),
    ]
      .map((page) => ({ ...page, match: matchOfName(others, page) }))
      .filter(({ match, needs = null }) => match !== null && may(cluster.key, needs, found))
      .sort((one, other) => one.match! - other.match!)
      .map(({ danger, href, icon, label }): Option => ({
        id: `page ${href(cluster.key)}`,
        label,
        icon,
        href: href(cluster.key),
        on: cluster,
        match: PART,
        ...(danger && { danger }),
      }));
  });
}
