import { CheckField, SelectField, TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { RepositoryRow } from '@/lib/contract/repositories-page.ts';
import type { SnapshotChoice } from './use-way.ts';

interface Props {
  /** Into which snapshots can be taken; at least one. */
  repositories: readonly Pick<RepositoryRow, 'name' | 'typeLabel' | 'location' | 'problem'>[];
  repository: string;
  choice: SnapshotChoice;
  /** The name that the snapshot gets if none is typed; null: not known yet. */
  usualName: string | null;
  /** Messages by field. */
  errors: Record<string, string>;
  onChange: (choice: SnapshotChoice) => void;
}

/** Where the snapshot goes, its name, why it is taken, and whether it is read again for a digest. */
export function SnapshotFields({ repositories, repository, choice, usualName, errors, onChange }: Props) {
  const chosen = repositories.find(({ name }) => name === repository);
  return (
    <Panel title="Snapshot">
      <div className="flex flex-col gap-4">
        <SelectField
          label="Repository"
          hint={chosen && (chosen.problem ?? [chosen.typeLabel, chosen.location].filter(Boolean).join(', '))}
          error={errors['repository'] ?? (chosen ? undefined : `${repository} is not registered, or it is read-only.`)}
          value={repository}
          onChange={(event) => onChange({ ...choice, repository: event.target.value })}
        >
          {!chosen && <option value={repository}>{repository}</option>}
          {repositories.map(({ name, problem }) => (
            <option key={name} value={name}>
              {problem === null ? name : `${name} (has a problem)`}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Name"
          mono
          hint="Lower case. Left empty, it is the alias and the time."
          placeholder={usualName ?? undefined}
          maxLength={255}
          value={choice.name}
          error={errors['name']}
          onChange={(event) => onChange({ ...choice, name: event.target.value })}
        />
        <TextField
          label="Reason (optional)"
          hint="Kept in the snapshot: everybody who lists it can read it."
          maxLength={200}
          value={choice.why}
          error={errors['why']}
          onChange={(event) => onChange({ ...choice, why: event.target.value })}
        />
        <CheckField
          label="Also read a digest"
          hint="Reads every document once more, so that a restore can be compared by content. Only of indices that are not written to meanwhile."
          checked={choice.digest}
          onChange={(event) => onChange({ ...choice, digest: event.target.checked })}
        />
      </div>
    </Panel>
  );
}
