import type { Verification } from '../../../contract/backup.ts';
import type { IndexSummary } from '../../../contract/indices.ts';
import type { Check, ConflictMode } from '../../../contract/plan.ts';
import { formatCount } from '../../../format.ts';
import type { RestoreTarget } from '../choose-target.ts';

/** The queued or running job that writes into an index. */
export interface IndexWriter {
  job: string;
  title: string;
}

/** Whether documents can be written to the target: its name, the conflict mode, and its state. */
export function targetChecks(
  target: RestoreTarget,
  indices: readonly IndexSummary[],
  onConflict: ConflictMode,
  { versioned }: Pick<Verification, 'versioned'>,
  finalPipeline: string | null,
  writer: IndexWriter | null,
): Check[] {
  const { name, existing, resumes } = target;
  const indicesOfAlias = indices.filter((index) => index.aliases.some(({ alias }) => alias === name));
  const requestChecks = [
    ...(indicesOfAlias.length > 0 ? [isAlias(name, indicesOfAlias)] : []),
    ...(onConflict === 'external_gte' && !versioned ? [NO_VERSIONS] : []),
  ];
  const refusals = [
    ...requestChecks,
    ...(writer !== null ? [isBeingWritten(name, writer)] : []),
    ...(existing === null ? [] : stateChecks(existing, finalPipeline)),
  ];
  // Beside a refusal, none says that all is well with the target.
  if (existing === null) return refusals.length > 0 ? refusals : [nameIsFree(name)];
  if (!resumes) return [...refusals, isAddedTo(existing, onConflict)];
  return refusals.length > 0 ? refusals : [isResumed(existing)];
}

const stateChecks = (existing: IndexSummary, finalPipeline: string | null): Check[] => [
  ...(existing.state === 'closed' ? [isClosed(existing.name)] : []),
  ...(existing.health === 'red' ? [isRed(existing.name)] : []),
  ...existing.blocks.map((block) => isBlocked(existing.name, block)),
  ...(finalPipeline !== null ? [hasFinalPipeline(existing.name, finalPipeline)] : []),
];

const isBeingWritten = (name: string, { job, title }: IndexWriter): Check => ({
  id: 'being-written',
  level: 'refuse',
  title: `Job ${job} is writing into ${name}`,
  detail: `“${title}” has not ended yet, and no second job may write into the same index.`,
  hint: 'Follow that job. To restore a second copy meanwhile, name another index.',
  job,
});

const isAlias = (name: string, indices: readonly IndexSummary[]): Check => ({
  id: 'target-is-alias',
  level: 'refuse',
  title: `${name} is an alias`,
  detail: `It points to ${indices.map((index) => index.name).join(', ')}; an index can’t have that name.`,
  hint: 'Leave the name out and let Restore Desk choose one.',
});

const NO_VERSIONS: Check = {
  id: 'unversioned',
  level: 'refuse',
  title: 'The backup has no versions',
  detail: 'external_gte compares the versions of documents, and the documents of this backup have none.',
  hint: 'Choose create or index.',
};

const nameIsFree = (name: string): Check => ({
  id: 'names',
  level: 'ok',
  title: 'Name is free',
  detail: `No index or alias has the name ${name}.`,
});

const isClosed = (index: string): Check => ({
  id: 'target-closed',
  level: 'refuse',
  title: `${index} is closed`,
  detail: 'Nothing can be written to a closed index.',
  hint: 'Open it first, or restore into a new index.',
});

const isRed = (index: string): Check => ({
  id: 'target-red',
  level: 'refuse',
  title: `${index} is red`,
  detail: 'Some of its shards are missing.',
  hint: 'Restore into a new index instead.',
});

const isBlocked = (index: string, block: string): Check => ({
  id: `target-${block}`,
  level: 'refuse',
  title: `${index} is under a ${block} block`,
  detail: 'Nothing can be written to it.',
  hint: 'Find out who set it and why; or restore into a new index.',
});

const hasFinalPipeline = (index: string, pipeline: string): Check => ({
  id: 'target-pipeline',
  level: 'refuse',
  title: `${index} has a final pipeline`,
  detail:
    `Every document would go through ${pipeline}, which may change or drop it: ` +
    'the index would not be equal to the backup.',
  hint:
    'Restore into a new index, or remove the pipeline for now: ' +
    `PUT /${index}/_settings {"index.final_pipeline": "_none"}.`,
});

function isResumed({ name, documents }: IndexSummary): Check {
  const count = documents === null ? 'an unknown number of' : formatCount(documents);
  return {
    id: 'resumes',
    level: 'ok',
    title: 'Continues where a restore stopped',
    detail:
      `${name} was created from this backup by a restore that is not complete; it has ${count} documents now. ` +
      'The load continues there; no second index is created.',
  };
}

const isAddedTo = ({ name, aliases }: IndexSummary, onConflict: ConflictMode): Check => ({
  id: 'additive',
  level: 'warn',
  title: `${name} exists`,
  detail:
    `The restore adds to it (${MODE_TEXTS[onConflict]}) and deletes nothing: ` +
    'documents that are not in the backup are kept, and so are its settings and mappings. ' +
    (onConflict === 'create'
      ? 'Added documents can’t be removed again.'
      : 'Overwritten documents can’t be recovered.') +
    (onConflict === 'external_gte' ? ` ${RECENT_DELETIONS}` : ''),
  hint:
    aliases.length > 0
      ? `It is live: searches through ${aliases.map(({ alias }) => alias).join(', ')} see every document at once.`
      : 'To get the index exactly as it was, restore into a new one.',
});

/** Tested on Elasticsearch 6.8, 8.19, 9.2 and OpenSearch 2.19. */
const RECENT_DELETIONS =
  'A document that was deleted there within the last minute (index.gc_deletes, where it is set) counts as newer and remains ' +
  'deleted; the server forgets earlier deletions, and such a document is written again.';

const MODE_TEXTS: Record<ConflictMode, string> = {
  create: 'existing documents are kept as they are',
  index: 'existing documents are overwritten',
  external_gte: 'existing documents are overwritten unless they are newer',
};
