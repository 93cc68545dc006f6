import type { RepositoryRow } from '@/lib/contract/repositories-page.ts';
import { formOf } from '@/lib/contract/repository-types.ts';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';

/** The settings as they are registered, by their label where they have one. */
export function SettingsPanel({ row }: { row: RepositoryRow }) {
  const fields = formOf(row.type)?.fields ?? [];
  return (
    <Panel title="Settings">
      <Facts className="grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Fact name="Type">{row.typeLabel}</Fact>
        <Fact name="Read-only">{row.readOnly ? 'yes' : 'no'}</Fact>
        {row.settings
          .filter(({ name }) => name !== 'readonly')
          .map(({ name, value }) => (
            <Fact key={name} name={fields.find((field) => field.name === name)?.label ?? name}>
              <code>{value}</code>
            </Fact>
          ))}
      </Facts>
    </Panel>
  );
}
