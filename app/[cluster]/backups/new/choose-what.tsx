import { EmptyState } from '@/components/ui/index.ts';
import type { BackupsPage } from '@/lib/contract/api.ts';
import type { ClusterIndices, IndexSummary } from '@/lib/contract/indices.ts';
import { ChooseAliases } from './choose-aliases.tsx';
import { ChooseIndices } from './choose-indices.tsx';
import type { Wish } from './use-wish.ts';

interface Props {
  indices: ClusterIndices;
  backups: BackupsPage | undefined;
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** Every alias with the age of its last backup, to be ticked; single indices too. */
export function ChooseWhat({ indices: { indices }, backups, wish, onChange }: Props) {
  const aliases = aliasesOf(indices);
  if (aliases.size === 0 && indices.length === 0)
    return <EmptyState title="The cluster has no indices">There is nothing to back up.</EmptyState>;
  return (
    <div className="flex flex-col gap-4">
      <ChooseAliases aliases={aliases} backups={backups} wish={wish} onChange={onChange} />
      <ChooseIndices indices={indices} open={aliases.size === 0} wish={wish} onChange={onChange} />
    </div>
  );
}

/** Every alias, sorted by name, with the indices it points to. */
function aliasesOf(indices: readonly IndexSummary[]): ReadonlyMap<string, readonly IndexSummary[]> {
  const targets = new Map<string, IndexSummary[]>();
  for (const index of indices)
    for (const { alias } of index.aliases) targets.set(alias, [...(targets.get(alias) ?? []), index]);
  return new Map([...targets].sort(([a], [b]) => a.localeCompare(b, 'en')));
}
