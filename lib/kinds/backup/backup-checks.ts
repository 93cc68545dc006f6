import type { IndexSummary } from '../../contract/indices.ts';
import type { Check } from '../../contract/plan.ts';
import type { SourceMode } from '../../elasticsearch/read/source-mode.ts';
import type { IndexBackupPlan, SkippedIndex } from './schema.ts';

/** Why an index can't be backed up now; null: it can. `mode` undefined: not read. */
export function reasonToSkip(index: IndexSummary, mode: SourceMode | undefined): SkippedIndex | null {
  if (index.state === 'closed')
    return {
      index: index.name,
      code: 'refused',
      message: `${index.name} is closed.`,
      hint: 'Open it first; opening changes nothing in it.',
    };
  if (index.health === 'red')
    return {
      index: index.name,
      code: 'refused',
      message: `${index.name} is red: part of its documents can’t be read.`,
      hint: 'A backup of it would miss documents. Recover its shards first, or restore an older backup.',
    };
  const block = index.blocks.find((name) => name === 'metadata' || name === 'read');
  if (block)
    return {
      index: index.name,
      code: 'blocked',
      message: `${index.name} is under a ${block} block: ${block === 'read' ? 'its documents' : 'its settings and mappings'} can’t be read.`,
      hint: `Find out who set it and why, then remove it: PUT /${index.name}/_settings {"index.blocks.${block}": null}.`,
    };
  if (mode === 'disabled')
    return {
      index: index.name,
      code: 'unsupported',
      message: `${index.name} doesn’t keep its documents’ sources (\`_source\` is disabled).`,
      hint: 'Take a snapshot of it instead.',
    };
  return null;
}

/** What the backup will lack, or contain in another form than it was indexed. */
export function sourceWarnings(index: IndexSummary, mode: SourceMode | undefined): string[] {
  const warnings: string[] = [];
  if (index.loading)
    warnings.push('A restore into the index did not finish, or left documents out: the backup will miss them too.');
  if (mode === 'synthetic')
    warnings.push(
      'The sources are synthetic: the server makes them up from the fields, so order and spelling may differ from what was indexed.',
    );
  if (mode === 'filtered')
    warnings.push(
      'The mapping leaves parts of the source out (`_source.includes` or `excludes`): what was left out when a document was indexed is not in the backup.',
    );
  if (mode === 'vectors-apart')
    warnings.push(
      'The server keeps vectors apart from the documents (index.mapping.exclude_source_vectors) and puts ' +
        'them back in rounded and in another place: the backup has them as the server gives them, ' +
        'not as they were sent.',
    );
  return warnings;
}

export function indexChecks(planned: readonly IndexBackupPlan[], skipped: readonly SkippedIndex[]): Check[] {
  const checks: Check[] = skipped.map(({ index, message, hint }) => ({
    id: `skipped-${index}`,
    level: planned.length === 0 ? ('refuse' as const) : ('warn' as const),
    title: `${index} is left out`,
    detail: message,
    ...(hint ? { hint } : {}),
  }));
  for (const { index, warnings } of planned)
    for (const warning of warnings)
      checks.push({ id: `source-${index}`, level: 'warn', title: index, detail: warning });
  if (planned.length === 0 && skipped.length === 0)
    checks.push({
      id: 'nothing',
      level: 'refuse',
      title: 'Nothing to back up',
      detail: 'The cluster has no alias.',
      hint: 'Select indices instead.',
    });
  return checks;
}
