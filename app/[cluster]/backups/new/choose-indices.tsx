import { Disclosure } from '@/components/ui/disclosure.tsx';
import { CheckField, TextField } from '@/components/ui/field.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import type { ClusterChoice } from '@/lib/contract/choice.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { joined, namesIn, toggled, type Selection } from '@/components/backups/selected-names.ts';
import { TruncatedNote } from '@/components/backups/truncated-note.tsx';

interface Props {
  choice: ClusterChoice;
  find: string;
  onFind: (find: string) => void;
  selection: Selection;
  onChange: (selection: Selection) => void;
}

/** Single indices, folded away until one of them is chosen. */
export function ChooseIndices({ choice: { aliases, indices, found }, find, onFind, selection, onChange }: Props) {
  const chosen = namesIn(selection.indices);
  // There is nothing else to choose from.
  const open = aliases.all === 0;
  return (
    <Disclosure
      openOnce={chosen.size > 0 || open}
      summary={`Select single indices${chosen.size > 0 ? ` (${formatCount(chosen.size)} selected)` : ''}`}
    >
      <div className="mt-2 flex flex-col gap-2">
        <TextField label="Find an index" type="search" value={find} onChange={(event) => onFind(event.target.value)} />
        <div className="max-h-80 overflow-y-auto rounded-md border px-3 py-1">
          {indices.map((index) => (
            <CheckField
              key={index.uuid}
              label={
                <>
                  <code>{index.name}</code> <span className="text-muted">{plural(index.documents, 'document')}</span>{' '}
                  {index.state === 'closed' && <Chip tone="warn">closed</Chip>}
                </>
              }
              checked={chosen.has(index.name)}
              onChange={() =>
                onChange({
                  aliases: selection.aliases,
                  all: selection.all,
                  indices: joined(toggled(chosen, index.name)),
                })
              }
            />
          ))}
          {found === 0 && <p className="py-2 text-muted">No index matches.</p>}
          <TruncatedNote of={found} />
        </div>
      </div>
    </Disclosure>
  );
}
