import { useCluster } from '@/components/cluster-context.tsx';
import { basePath, paths } from '@/components/paths.ts';
import { buttonClass } from '@/components/ui/button.tsx';
import { SelectField, TextField } from '@/components/ui/field.tsx';

const OUTCOMES = [
  ['any', 'Any outcome'],
  ['done', 'Done'],
  ['refused', 'Refused'],
  ['cancelled', 'Cancelled'],
  ['failed', 'Failed'],
  ['attempted', 'Attempted, no outcome'],
] as const;

/** A plain form: it works without scripts, and its fields show what the address has. */
export function AuditLogSearch({ outcome, text }: { outcome: string; text: string }) {
  const cluster = useCluster();
  return (
    <form
      key={`${outcome} ${text}`}
      role="search"
      aria-label="Audit log"
      action={`${basePath}${paths.auditLog(cluster.key)}`}
      className="mb-3 flex flex-wrap items-end gap-2.5"
    >
      <TextField
        label="Find"
        name="text"
        type="search"
        placeholder="An action, a person, an alias, an index, a backup, a job’s number, a plan"
        className="min-w-52 flex-1"
        defaultValue={text}
      />
      <SelectField label="Outcome" name="outcome" className="min-w-36" defaultValue={outcome}>
        {OUTCOMES.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </SelectField>
      {/* No Button: that one takes a handler, and this form is the server's alone. */}
      <button type="submit" className={buttonClass()}>
        Find
      </button>
    </form>
  );
}
