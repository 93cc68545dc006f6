import { randomBytes } from 'node:crypto';
import type { ByWord } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { isRefusal } from '../client/response-error.ts';
import { acknowledged } from '../client/shape.ts';

/**
 * The server's reason why it knows no such setting, or not with such a value; null: it has nothing against it. Changes
 * nothing: the settings are put on a pattern that no index has, which all servers validate first (tried on six; Elasticsearch 8
 * and 9 check the names only).
 */
export async function whySettingsRefused(
  cluster: Cluster,
  settings: ByWord<unknown>,
  signal?: AbortSignal,
): Promise<string | null> {
  if (Object.keys(settings).length === 0) return null;
  try {
    await cluster.request({
      method: 'PUT',
      path: `/restore-desk-no-index-${randomBytes(8).toString('hex')}*/_settings`,
      query: { allow_no_indices: true, ignore_unavailable: true, expand_wildcards: 'open' },
      body: settings,
      shape: acknowledged,
      idempotent: true,
      signal,
    });
    return null;
  } catch (error) {
    if (isAppError(error) && isRefusal(error) && error.details['status'] === 400)
      return String(error.details['reason'] ?? error.message);
    throw error;
  }
}
