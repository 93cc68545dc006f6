import { TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';

interface Props {
  value: string;
  onChange: (value: string) => void;
  /** What is typed is a time. */
  known: boolean;
}

/** For a backup that does not say when it was started. */
export function StartField({ value, onChange, known }: Props) {
  return (
    <Panel title="When was the backup started?">
      <TextField
        className="max-w-96"
        label="Start of the backup, in UTC"
        hint="The backup does not say. Choose a time that is surely before it, such as 2026-11-28 03:00."
        error={value.trim() !== '' && !known ? 'Not a time such as 2026-11-28 03:00.' : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Panel>
  );
}
