import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { MappingChange } from '../../contract/plan.ts';
import { capabilitiesOf, type Capabilities } from '../../elasticsearch/capabilities.ts';
import { isJsonObject, type JsonObject } from '../deep-merge.ts';
import { convertRoot } from './convert-root.ts';
import { overrideMapping } from './override-mapping.ts';
import { assertOneType, unwrapMappingType } from './unwrap-mapping-type.ts';

export interface MappingsInput {
  /** `mappings` of index.json: with or without types, from any version. */
  source: unknown;
  target: Pick<ClusterIdentity, 'distribution' | 'version'>;
  /** Merged into the converted mapping; null removes. With or without a level for the type. */
  overrides?: unknown;
  /** Types found in the action lines. */
  documentTypes?: readonly string[];
}

export interface ConvertedMappings {
  /** The body of a create request; on 6.8 under the type's name. */
  create: JsonObject;
  changes: MappingChange[];
  /** The type that bulks need on 6.8; null from 7 on. */
  type: string | null;
}

/**
 * Converts a backup's mappings for the target: removes or adds the type level, and converts what older versions wrote
 * otherwise, on every level. Throws `refused` with the list for several types: their ids could clash, and one document
 * would be lost silently.
 */
export function convertMappings(input: MappingsInput): ConvertedMappings {
  const target = capabilitiesOf(input.target);
  const changes: MappingChange[] = [];
  const { mapping, type: sourceType, hasDefault } = unwrapMappingType(input.source, input.documentTypes);
  const documentTypes = (input.documentTypes ?? []).filter((type) => type !== '_doc');
  const types = [...new Set([...(sourceType === null || sourceType === '_doc' ? [] : [sourceType]), ...documentTypes])];
  assertOneType(types);
  const type = chooseType(types[0] ?? '_doc', target, changes);

  if (hasDefault)
    changes.push({
      path: '_default_',
      from: 'a mapping for new types',
      to: null,
      why: 'an index has no other types any more',
    });
  if (target.breaking7 && sourceType !== null)
    changes.push({
      path: '',
      from: `type ${sourceType}`,
      to: 'no type',
      why: 'the target’s indices have no types; ids and routing do not change',
    });
  if (!target.breaking7 && sourceType === null)
    changes.push({ path: '', from: 'no type', to: `type ${type}`, why: 'the target’s indices have one type' });

  const converted = convertRoot(mapping, { target, changes });
  const overridden = isJsonObject(input.overrides)
    ? overrideMapping(converted, input.overrides, sourceType, changes)
    : converted;
  return {
    create: target.breaking7 ? overridden : { [type]: overridden },
    changes,
    type: target.breaking7 ? null : type,
  };
}

/** The type's name on Elasticsearch 6: `_doc` where that server refuses the old name. */
function chooseType(type: string, { breaking7 }: Capabilities, changes: MappingChange[]): string {
  const why = breaking7 ? null : whyRefused(type);
  if (why === null) return type;
  changes.push({ path: '', from: `type ${type}`, to: 'type _doc', why: `${why}; ids and routing do not change` });
  return '_doc';
}

/** Tested on 6.8.23. Elasticsearch 1 accepted all of these names, Elasticsearch 2 the first. */
function whyRefused(type: string): string | null {
  if (type === 'properties') return 'the target takes a type of that name for the fields of the mapping';
  if (type !== '_doc' && (/^[_.]|[,#]/.test(type) || Buffer.byteLength(type) > 255))
    return 'the target allows no type of that name';
  return null;
}
