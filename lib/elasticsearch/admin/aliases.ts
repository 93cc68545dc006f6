import { at, entriesOf, type ByWord } from '../../contract/by-name.ts';
import type { AliasMembership } from '../../contract/indices.ts';
import type { AliasState } from '../../contract/plan.ts';
import { AppError, isAppError } from '../../errors.ts';
import { isRefusal } from '../client/response-error.ts';
import { clip } from '../client/response-limits.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { readAliasNames } from './describe-index.ts';
import {
  acknowledgedWith,
  named,
  count,
  flag,
  listOf,
  object,
  optional,
  orNull,
  nonEmptyNamed,
  text,
  type Shape,
} from '../client/shape.ts';

/** An alias in the server's responses. */
export interface ServerAlias {
  /** Requested with `exact`: it is set on other indices unchanged. */
  filter?: unknown;
  index_routing?: string;
  search_routing?: string;
  is_write_index?: boolean;
  is_hidden?: boolean;
}

export const serverAliasShape: Shape<ServerAlias> = object({
  index_routing: optional(text),
  search_routing: optional(text),
  is_write_index: optional(flag),
  is_hidden: optional(flag),
});

export const membershipOf = (alias: string, serverAlias: ServerAlias): AliasMembership => ({
  alias,
  ...(serverAlias.filter === undefined ? {} : { filter: serverAlias.filter }),
  ...(serverAlias.index_routing === undefined ? {} : { indexRouting: serverAlias.index_routing }),
  ...(serverAlias.search_routing === undefined ? {} : { searchRouting: serverAlias.search_routing }),
  ...(serverAlias.is_write_index === undefined ? {} : { isWriteIndex: serverAlias.is_write_index }),
  ...(serverAlias.is_hidden === undefined ? {} : { isHidden: serverAlias.is_hidden }),
});

export type AliasAction =
  { do: 'add'; index: string; membership: AliasMembership } | { do: 'remove'; index: string; alias: string };

/**
 * The open and closed indices that an alias points to, with filter, routing and flags; empty: no such alias. Requests
 * `/{alias}/_alias/{alias}`: the server refuses the plain `/_alias/{alias}` as soon as any index of the cluster, also one
 * of another alias, is under a metadata block (tried).
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
      shape: orNull(nonEmptyNamed(object({ aliases: named(serverAliasShape) }))),
      signal,
      exact: true,
      responseSize: 'list',
    });
    const serverAlias = entriesOf(members).flatMap(([index, entry]) => {
      const serverAliasShape = at(entry?.aliases, alias);
      return serverAliasShape ? [{ index, serverAlias: serverAliasShape }] : [];
    });
    if (serverAlias.length === 0) return [];
    const settings = await cluster.request({
      method: 'GET',
      path: `/${name}/_settings/index.uuid`,
      query: { ...query, flat_settings: true },
      shape: nonEmptyNamed(object({ settings: object({ 'index.uuid': text }) })),
      signal,
      responseSize: 'list',
    });
    return serverAlias
      .map(({ index, serverAlias: serverAliasShape }) => ({
        index,
        uuid: at(settings, index)?.settings['index.uuid'] ?? '',
        membership: membershipOf(alias, serverAliasShape),
      }))
      .sort((a, b) => (a.index < b.index ? -1 : 1));
  } catch (error) {
    // The alias can be deleted between the two responses.
    if (isAppError(error) && error.code === 'not_found') return [];
    if (isAppError(error) && error.code === 'blocked') {
      throw new AppError(
        'blocked',
        `An index that ${alias} points to is under a metadata block, so the alias can be neither read nor switched.`,
        {
          hint: `Find out who set the block and why, then remove it: PUT /<index>/_settings {"index.blocks.metadata": null}.`,
          cause: error,
          details: { alias },
        },
      );
    }
    throw error;
  }
}

/** The `actions` of one `_aliases` call. `remove` requires its alias to exist where the server supports that (`aliasMustExist`). */
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
 * One `_aliases` call: all actions happen at once, or none does. Throws `not_found` where a `remove` with `must_exist` finds
 * nothing. After any other failure it is not known whether the aliases were moved.
 */
export async function moveAliases(
  cluster: Cluster,
  actions: readonly AliasAction[],
  signal?: AbortSignal,
): Promise<void> {
  const identity = await cluster.identity(signal);
  const response = await cluster.request({
    method: 'POST',
    path: '/_aliases',
    body: { actions: aliasActions(identity, actions) },
    shape: acknowledgedWith({
      errors: optional(flag),
      action_results: optional(listOf(object({ status: count, error: optional(object({ reason: optional(text) })) }))),
    }),
    signal,
    responseSize: 'list',
  });
  // 8.19 answers 200 with `errors: true` where a remove without `must_exist` found nothing.
  const failed = response.action_results?.find((result) => result.status >= 400);
  if (response.errors || failed)
    throw new AppError(
      'cluster_error',
      `The alias was switched only in part: ${clip(failed?.error?.reason ?? 'the cluster gives no reason')}.`,
      { hint: 'Check what the alias points to now.', details: { answer: response } },
    );
}

/**
 * Adds a plain alias to one index (`on`), or removes it. Idempotent: where it is not known whether the call was carried
 * out, the index is read, and a missing alias is no error for a removal.
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
