import { AppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import type { RestoreRequest } from './request.ts';

/**
 * Refuses options that define a new index, since the index exists and keeps its definition. Throws `invalid_input` with
 * a message for each field.
 */
export function refuseDefinitionFor(
  index: string,
  { settings, mappings, shards, replicas, dropSettings }: RestoreRequest,
): void {
  const drop = dropSettings?.length ? dropSettings : undefined;
  const given = Object.entries({ settings, mappings, shards, replicas, drop }).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  );
  if (given.length === 0) return;
  throw new AppError(
    'invalid_input',
    `${index} exists and keeps its settings and mappings: ${formatList(given.map((field) => FIELD_LABELS[field]!))} can’t be given for it.`,
    {
      hint: 'Leave that out, or restore into a new index.',
      details: { fields: Object.fromEntries(given.map((field) => [field, `${index} exists and keeps its own.`])) },
    },
  );
}

const FIELD_LABELS: Record<string, string> = {
  settings: 'settings',
  mappings: 'mappings',
  shards: 'a number of shards',
  replicas: 'a number of replicas',
  drop: 'settings to drop',
};
