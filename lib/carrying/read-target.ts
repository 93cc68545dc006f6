import type { CarryTarget } from '../contract/carry-schema.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { addingAliasOf } from '../contract/loading-alias.ts';
import type { Check } from '../contract/plan.ts';
import { describeIndex } from '../elasticsearch/admin/describe-index.ts';
import { findIndex, listNamed } from '../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';
import { fingerprintOf } from '../running/fingerprint.ts';
import { mappingTypeOf } from '../target/mappings/mapping-type.ts';

/** An index that documents are to be written into, with what is in the way of that. */
export interface TargetState {
  to: CarryTarget;
  index: IndexSummary;
  checks: Check[];
}

/** `name`: of an index, or of an alias of one. Throws `not_found`, `refused`. */
export async function readTarget(cluster: Cluster, name: string, signal: AbortSignal): Promise<TargetState> {
  const index = await findTarget(cluster, name, signal);
  const open = index.state === 'open' && !index.blocks.includes('metadata');
  const { type, finalPipeline } = open ? await readDefinition(cluster, index.name, signal) : NO_DEFINITION;
  return {
    index,
    to: {
      index: index.name,
      uuid: index.uuid,
      aliases: index.aliases.map(({ alias }) => alias).sort(),
      documents: index.documents,
      type,
      loadingAlias: addingAliasOf(fingerprintOf({ carry: index.uuid }).slice(0, 12)),
    },
    checks: stateChecks(index, finalPipeline),
  };
}

const NO_DEFINITION = { type: null, finalPipeline: null };

async function findTarget(cluster: Cluster, name: string, signal: AbortSignal): Promise<IndexSummary> {
  const index = await findIndex(cluster, name, signal);
  if (index !== null) return index;
  const { indices } = await listNamed(cluster, [name], signal);
  const ofAlias = indices.filter(({ aliases }) => aliases.some(({ alias }) => alias === name));
  if (ofAlias.length > 1)
    throw new AppError('refused', `${name} points to ${formatList(ofAlias.map((each) => each.name))}.`, {
      hint: 'Name one of them.',
    });
  if (ofAlias[0] !== undefined) return ofAlias[0];
  throw new AppError('not_found', `There is no index or alias called ${name}.`, { details: { index: name } });
}

/** The mapping type that Elasticsearch 6 requires, and a pipeline that every document would go through. */
async function readDefinition(cluster: Cluster, index: string, signal: AbortSignal) {
  const { settings, mappings } = await describeIndex(cluster, index, signal);
  const pipeline = settings['index.final_pipeline'];
  return {
    type: await mappingTypeOf(cluster, mappings, signal),
    finalPipeline: pipeline === undefined || pipeline === '_none' ? null : String(pipeline),
  };
}

function stateChecks(index: IndexSummary, finalPipeline: string | null): Check[] {
  const { name } = index;
  const checks: Check[] = [];
  const refuse = (id: string, title: string, detail: string, hint: string) =>
    checks.push({ id, level: 'refuse', title, detail, hint });
  if (index.state === 'closed')
    refuse('target-closed', `${name} is closed`, 'Nothing can be written to a closed index.', 'Open it first.');
  if (index.health === 'red')
    refuse('target-red', `${name} is red`, 'Some of its shards are missing.', 'Recover its shards first.');
  for (const block of index.blocks)
    refuse(
      `target-${block}`,
      `${name} is under a ${block} block`,
      'Nothing can be written to it.',
      `Find out who set it and why, then remove it: PUT /${name}/_settings {"index.blocks.${block}": null}.`,
    );
  if (index.loading)
    checks.push({
      id: 'target-unfinished',
      level: 'warn',
      title: `The restore into ${name} is not complete`,
      detail: 'Documents of the backup may be missing from it: changed ones among them are conflicts.',
      hint: 'Resume the restore, or retry its rejected documents, first.',
    });
  if (finalPipeline !== null)
    refuse(
      'target-pipeline',
      `${name} has a final pipeline`,
      `Every document would go through ${finalPipeline}, which may change or drop it.`,
      `Remove the pipeline for now: PUT /${name}/_settings {"index.final_pipeline": "_none"}.`,
    );
  return checks;
}
