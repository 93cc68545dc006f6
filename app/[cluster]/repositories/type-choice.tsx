import type { TypeSupport } from '@/lib/contract/repositories-page.ts';
import { formOf, REPOSITORY_TYPES, typeLabel } from '@/lib/contract/repository-types.ts';
import { CheckField, FieldGroup, TextField } from '@/components/ui/field.tsx';
import { State } from '@/components/ui/state.tsx';

interface Props {
  types: readonly TypeSupport[];
  type: string;
  error: string | undefined;
  onChange: (type: string) => void;
}

/** The types, with the ones that the cluster lacks; and any other type, of a plugin. */
export function TypeChoice({ types, type, error, onChange }: Props) {
  const isOther = formOf(type) === null;
  return (
    <FieldGroup legend="Type">
      <div className="grid gap-x-4 mid:grid-cols-2">
        {REPOSITORY_TYPES.map((form) => (
          <CheckField
            key={form.type}
            type="radio"
            name="type"
            label={<TypeLabel type={form.type} support={types.find((each) => each.type === form.type)} />}
            checked={type === form.type}
            onChange={() => onChange(form.type)}
          />
        ))}
        <CheckField
          type="radio"
          name="type"
          label="Another type, of a plugin"
          checked={isOther}
          onChange={() => onChange('')}
        />
      </div>
      {isOther && (
        <TextField
          label="Name of the type"
          mono
          className="mt-2 max-w-80"
          value={type}
          error={error}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldGroup>
  );
}

function TypeLabel({ type, support }: { type: string; support: TypeSupport | undefined }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2.5">
      {typeLabel(type)}
      {support?.state === 'missing' && (
        <span className="text-small">
          <State level="unknown">not available</State>
        </span>
      )}
    </span>
  );
}
