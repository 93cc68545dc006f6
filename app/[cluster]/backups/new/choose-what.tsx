import { EmptyState } from '@/components/ui/empty-state.tsx';
import type { BackupsPage } from '@/lib/contract/backups-page.ts';
import type { ChoiceQuery, ClusterChoice } from '@/lib/contract/choice.ts';
import { ChooseAliases } from '@/components/backups/choose-aliases.tsx';
import type { Selection } from '@/components/backups/selected-names.ts';
import { ChooseIndices } from './choose-indices.tsx';

interface Props {
  choice: ClusterChoice;
  /** What is typed; `choice` follows it. */
  find: ChoiceQuery;
  onFind: (find: ChoiceQuery) => void;
  backups: BackupsPage | undefined;
  selection: Selection;
  onChange: (selection: Selection) => void;
}

/** Every alias with the age of its last backup, to be ticked; single indices too. */
export function ChooseWhat({ choice, find, onFind, backups, selection, onChange }: Props) {
  if (choice.aliases.all === 0 && choice.all === 0)
    return <EmptyState title="The cluster has no indices">There is nothing to back up.</EmptyState>;
  return (
    <div className="flex flex-col gap-4">
      <ChooseAliases
        aliases={choice.aliases}
        find={find.alias}
        onFind={(alias) => onFind({ ...find, alias })}
        backups={backups}
        selection={selection}
        onChange={onChange}
      />
      <ChooseIndices
        choice={choice}
        find={find.index}
        onFind={(index) => onFind({ ...find, index })}
        selection={selection}
        onChange={onChange}
      />
    </div>
  );
}
