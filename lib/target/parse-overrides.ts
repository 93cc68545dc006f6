import { deepMerge, isJsonObject, type JsonObject } from './deep-merge.ts';

interface Overrides {
  settings?: JsonObject | undefined;
  mappings?: JsonObject | undefined;
}

/**
 * Splits `{"settings": {…}, "mappings": {…}}` where it is given as the settings or as the mappings of a request. This is
 * the form that es_dump_restore and a create request take; no setting and no root parameter of a mapping has such a name.
 */
export function parseOverrides<Request extends Overrides>(request: Request): Request {
  const [fromSettings, fromMappings] = [request.settings, request.mappings].map((given) =>
    given !== undefined && isDefinition(given) ? given : null,
  );
  if (!fromSettings && !fromMappings) return request;
  const settings = merge(fromSettings ? fromSettings['settings'] : request.settings, fromMappings?.['settings']);
  const mappings = merge(fromSettings?.['mappings'], fromMappings ? fromMappings['mappings'] : request.mappings);
  return { ...request, settings, mappings };
}

function isDefinition(given: JsonObject): boolean {
  const parts = Object.entries(given);
  return (
    parts.length > 0 && parts.every(([key, value]) => (key === 'settings' || key === 'mappings') && isJsonObject(value))
  );
}

const merge = (base: unknown, over: unknown): JsonObject | undefined =>
  isJsonObject(base) ? (isJsonObject(over) ? deepMerge(base, over) : base) : isJsonObject(over) ? over : undefined;
