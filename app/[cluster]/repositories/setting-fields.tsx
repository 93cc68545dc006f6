import { formOf } from '@/lib/contract/repository-types.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { AreaField, CheckField } from '@/components/ui/field.tsx';
import type { RepositoryForm } from './form-settings.ts';
import { SettingField } from './setting-field.tsx';

interface Props {
  form: RepositoryForm;
  error: string | undefined;
  onChange: (form: RepositoryForm) => void;
}

/** The settings of a type: the usual ones, and the others folded away. */
export function SettingFields({ form, error, onChange }: Props) {
  const fields = formOf(form.type)?.fields ?? [];
  const usual = fields.filter(({ kind, required }) => required || kind === 'text');
  const others = fields.filter((field) => !usual.includes(field));
  const set = (name: string, value: string) => onChange({ ...form, values: new Map([...form.values, [name, value]]) });
  const fieldsOf = (shown: typeof fields) =>
    shown.map((field) => (
      <SettingField
        key={field.name}
        field={field}
        value={form.values.get(field.name) ?? ''}
        onChange={(value) => set(field.name, value)}
      />
    ));
  const more = (
    <AreaField
      label="Other settings"
      hint="One KEY=VALUE on each line. A key or a password does not belong here: everybody who lists repositories can read it."
      rows={3}
      value={form.more}
      error={error}
      onChange={(event) => onChange({ ...form, more: event.target.value })}
    />
  );
  return (
    <>
      {fieldsOf(usual)}
      {form.type !== 'url' && (
        <CheckField
          label="Read-only"
          hint="For a repository that another cluster writes to: this cluster only restores from it."
          checked={form.readOnly}
          onChange={(event) => onChange({ ...form, readOnly: event.target.checked })}
        />
      )}
      {fields.length === 0 ? (
        more
      ) : (
        <Disclosure
          key={form.type}
          openOnce={error !== undefined || form.more !== '' || others.some(({ name }) => form.values.get(name))}
          summary="More settings"
        >
          <div className="mt-3 flex flex-col gap-4">
            {fieldsOf(others)}
            {more}
          </div>
        </Disclosure>
      )}
    </>
  );
}
