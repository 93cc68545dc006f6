import type { SettingField as Field } from '@/lib/contract/repository-types.ts';
import { SelectField, TextField } from '@/components/ui/field.tsx';

interface Props {
  field: Field;
  value: string;
  onChange: (value: string) => void;
}

/** One setting of a repository. What is left empty has the server's default. */
export function SettingField({ field, value, onChange }: Props) {
  const { byDefault, choices, help, kind, label, required } = field;
  const usual = byDefault === undefined ? 'Default of the server' : `Default: ${byDefault}`;
  if (kind === 'flag' || kind === 'choice') {
    const options = kind === 'flag' ? ['true', 'false'] : (choices ?? []);
    return (
      <SelectField label={label} hint={help} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{required ? 'Choose one' : usual}</option>
        {[...new Set([...options, ...(value === '' ? [] : [value])])].map((option) => (
          <option key={option} value={option}>
            {kind === 'flag' ? (option === 'true' ? 'Yes' : 'No') : option}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <TextField
      label={label}
      hint={help}
      mono
      required={required}
      placeholder={required ? undefined : kind === 'size' && byDefault === undefined ? 'Such as 40mb' : usual}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
