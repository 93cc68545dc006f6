import { at, entriesOf, type ByWord } from '../../contract/by-name.ts';
import type { AliasMembership } from '../../contract/indices.ts';
import type { AliasState } from '../../contract/plan.ts';
import { AppError, isAppError } from '../../errors.ts';
import { isRefusal } from '../client/response-error.ts';
import { clip } from '../client/response-limits.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { readAliasNames } from './index-aliases.ts';
import {
  acknowledgedWith,
  named,
  count,
  flag,
  listOf,
  object,
  optional,
  orNull,
  someNamed,
  text,
  type Shape,
} from '../client/shape.ts';

/** An alias as the servers give it. */
export interface ServerAlias {
  /** Asked for with `exact`: it is put on other indices as it is. */
  filter?: unknown;
  index_routing?: string;
  search_routing?: string;
  is_write_index?: boolean;
  is_hidden?: boolean;
}

export const serverAlias: Shape<ServerAlias> = object({
  index_routing: optional(text),
  search_routing: optional(text),
  is_write_index: optional(flag),
  is_hidden: optional(flag),
});

export const membershipOf = (alias: string, carried: ServerAlias): AliasMembership => ({
  alias,
  ...(carried.filter === undefined ? {} : { filter: carried.filter }),
  ...(carried.index_routing === undefined ? {} : { indexRouting: carried.index_routing }),
  ...(carried.search_routing === undefined ? {} : { searchRouting: carried.search_routing }),
  ...(carried.is_write_index === undefined ? {} : { isWriteIndex: carried.is_write_index }),
  ...(carried.is_hidden === undefined ? {} : { isHidden: carried.is_hidden }),
});

export type AliasAction =
  { do: 'add'; index: string; membership: AliasMembership } | { do: 'remove'; index: string; alias: string };

/**
 * What an alias points to right now, open and closed indices, with all it carries; empty where there is no such alias.
 * Asked as `/{alias}/_alias/{alias}`: the plain `/_alias/{alias}` is refused as soon as any index of the cluster,
 * also one of another alias, is under a metadata block (tried).
 */
export async function readAlias(cluster: Cluster, alias: string, signal?: AbortSignal): Promise<AliasState> {
  const name = encodeURIComponent(alias);
  const query = { expand_wildcards: 'all' };
  try {
    const members = await cluster.request({
      method: 'GET',
      path: `/${name}/_alias/${name}`,
      query,
      accept: [404],
      answer: orNull(someNamed(object({ aliases: named(serverAlias) }))),
      signal,
      exact: true,
      size: 'list',
    });
    const carried = entriesOf(members).flatMap(([index, entry]) => {
      const serverAlias = at(entry?.aliases, alias);
      return serverAlias ? [{ index, serverAlias }] : [];
    });
    if (carried.length === 0) return [];
    const settings = await cluster.request({
      method: 'GET',
      path: `/${name}/_settings/index.uuid`,
      query: { ...query, flat_settings: true },
      answer: someNamed(object({ settings: object({ 'index.uuid': text }) })),
      signal,
      size: 'list',
    });
    return carried
      .map(({ index, serverAlias }) => ({
        index,
        uuid: at(settings, index)?.settings['index.uuid'] ?? '',
        membership: membershipOf(alias, serverAlias),
      }))
      .sort((a, b) => (a.index < b.index ? -1 : 1));
  } catch (error) {
    // Between the two answers the alias can go.
    if (isAppError(error) && error.code === 'not_found') return [];
    if (isAppError(error) && error.code === 'blocked') {
      throw new AppError(
        'blocked',
        `An index that ${alias} points to is under a metadata block, so the alias can be neither read nor moved.`,
        {
          hint: `Find out who set the block and why, then take it off: PUT /<index>/_settings {"index.blocks.metadata": null}.`,
          cause: error,
          details: { alias },
        },
      );
    }
    throw error;
  }
}

/** The `actions` of one `_aliases` call. `remove` must find its alias where the server can be told so (not on 6.8). */
export function aliasActions(
  cluster: { distribution: 'elasticsearch' | 'opensearch'; version: string },
  actions: readonly AliasAction[],
): ByWord<unknown>[] {
  const { aliasMustExist, hiddenAliases } = capabilitiesOf(cluster);
  return actions.map((action) => {
    if (action.do === 'remove')
      return { remove: { index: action.index, alias: action.alias, ...(aliasMustExist ? { must_exist: true } : {}) } };
    const { alias, filter, indexRouting, searchRouting, isWriteIndex, isHidden } = action.membership;
    return {
      add: {
        index: action.index,
        alias,
        ...(filter === undefined ? {} : { filter }),
        ...(indexRouting === undefined ? {} : { index_routing: indexRouting }),
        ...(searchRouting === undefined ? {} : { search_routing: searchRouting }),
        ...(isWriteIndex === undefined ? {} : { is_write_index: isWriteIndex }),
        ...(isHidden === undefined || !hiddenAliases ? {} : { is_hidden: isHidden }),
      },
    };
  });
}

/**
 * One `_aliases` call: all of it happens at once, or none. Throws not_found where a guarded remove finds nothing; after
 * any other failure whether it happened is not known.
 */
export async function moveAliases(
  cluster: Cluster,
  actions: readonly AliasAction[],
  signal?: AbortSignal,
): Promise<void> {
  const identity = await cluster.identity(signal);
  const answer = await cluster.request({
    method: 'POST',
    path: '/_aliases',
    body: { actions: aliasActions(identity, actions) },
    answer: acknowledgedWith({
      errors: optional(flag),
      action_results: optional(listOf(object({ status: count, error: optional(object({ reason: optional(text) })) }))),
    }),
    signal,
    size: 'list',
  });
  // 8.19 answers 200 with errors: true where an unguarded remove found nothing.
  const failed = answer.action_results?.find((result) => result.status >= 400);
  if (answer.errors || failed)
    throw new AppError(
      'cluster_error',
      `The alias was moved only in part: ${clip(failed?.error?.reason ?? 'the cluster gives no reason')}.`,
      { hint: 'Look at what the alias points to now.', details: { answer } },
    );
}

/**
 * Puts a plain alias on one index, or takes it off. Where it is not known whether the call was carried out, the index is
 * asked; so it may be done again, and an alias that is off already is not an error.
 */
export async function putAlias(
  cluster: Cluster,
  { index, alias, on }: { index: string; alias: string; on: boolean },
  signal?: AbortSignal,
): Promise<void> {
  try {
    await moveAliases(
      cluster,
      [on ? { do: 'add', index, membership: { alias } } : { do: 'remove', index, alias }],
      signal,
    );
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    if (error.code === 'not_found' && !on) return;
    if (isRefusal(error)) throw error;
    const names = await readAliasNames(cluster, index, signal).catch(() => null);
    if (names?.includes(alias) !== on) throw error;
  }
}
