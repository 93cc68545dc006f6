'use client';
import { aliasesIn, type TypedRules } from '@/lib/kinds/clean-up/rules.ts';
import { CheckField, FieldGroup, TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';

export function RulesPanel({
  rules,
  errors,
  aliases,
  onRules,
}: {
  rules: TypedRules;
  errors: Record<string, string | undefined>;
  aliases: readonly string[];
  onRules: (rules: TypedRules) => void;
}) {
  const chosen = new Set(aliasesIn(rules.aliases));
  const toggle = (alias: string) => {
    const next = new Set(chosen);
    if (!next.delete(alias)) next.add(alias);
    onRules({ ...rules, aliases: [...next].sort().join(',') });
  };
  return (
    <Panel title="Rules" className="self-start lg:sticky lg:top-3">
      <div className="flex flex-col gap-4">
        <TextField
          label="Keep the newest"
          hint="Of each alias, so many indices that no alias points to: the way back."
          inputMode="numeric"
          value={rules.keep}
          error={errors.keep}
          onChange={(event) => onRules({ ...rules, keep: event.target.value })}
        />
        <TextField
          label="Only older than"
          hint="12h, 7d, 2w; empty for any age."
          placeholder="any age"
          value={rules.olderThan}
          error={errors.olderThan}
          onChange={(event) => onRules({ ...rules, olderThan: event.target.value })}
        />
        <FieldGroup legend="Aliases" hint={chosen.size === 0 ? 'None chosen: all of them.' : undefined}>
          <div className="max-h-80 overflow-y-auto">
            {aliases.map((alias) => (
              <CheckField key={alias} label={alias} checked={chosen.has(alias)} onChange={() => toggle(alias)} />
            ))}
          </div>
        </FieldGroup>
      </div>
    </Panel>
  );
}
