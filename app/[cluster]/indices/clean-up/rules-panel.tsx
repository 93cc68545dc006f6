'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatAliases, isEveryAlias, NO_ALIASES, parseAliases, type RulesText } from '@/lib/kinds/clean-up/rules.ts';
import { CheckField, FieldGroup, TextField } from '@/components/ui/field.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { choiceQuery } from '@/components/queries.ts';
import { useDebounced } from '@/components/use-debounced.ts';
import { formatCount } from '@/lib/format.ts';
import { Panel } from '@/components/ui/panel.tsx';

export function RulesPanel({
  rules,
  errors,
  aliases,
  all = aliases.length,
  onRules,
}: {
  rules: RulesText;
  errors: Record<string, string | undefined>;
  aliases: readonly string[];
  /** How many aliases there are, where `aliases` are the first of them. */
  all?: number | undefined;
  onRules: (rules: RulesText) => void;
}) {
  const chosen = new Set(parseAliases(rules.aliases));
  const toggle = (alias: string) => {
    const next = new Set(chosen);
    if (!next.delete(alias)) next.add(alias);
    onRules({ ...rules, aliases: formatAliases(next) });
  };
  return (
    <Panel title="Rules" className="self-start side:sticky side:top-3">
      <div className="flex flex-col gap-4">
        <TextField
          label="Keep the newest"
          hint="Per alias, the number of previous indices to keep: the newest ones that no alias points to."
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
        <AliasesField
          every={isEveryAlias(rules.aliases)}
          chosen={chosen}
          first={aliases}
          all={all}
          onEvery={(every) => onRules({ ...rules, aliases: every ? '' : NO_ALIASES })}
          onToggle={toggle}
        />
      </div>
    </Panel>
  );
}

/** Of many aliases the chosen ones and those that match the search; of few, all. */
function useFound(
  find: string,
  chosen: readonly string[],
  first: readonly string[],
  isLong: boolean,
): readonly string[] {
  const { key } = useCluster();
  const { data } = useQuery({ ...choiceQuery(key, { alias: useDebounced(find) }), enabled: isLong && find !== '' });
  if (!isLong) return first;
  const found = find === '' || data === undefined ? first.slice(0, FEW) : data.aliases.rows.map(({ alias }) => alias);
  return [...new Set([...chosen, ...found])];
}

const FEW = 100;

function AliasesField({
  every,
  chosen,
  first,
  all,
  onEvery,
  onToggle,
}: {
  every: boolean;
  chosen: ReadonlySet<string>;
  first: readonly string[];
  all: number;
  onEvery: (every: boolean) => void;
  onToggle: (alias: string) => void;
}) {
  const [find, setFind] = useState('');
  const isLong = all > first.length;
  const aliases = useFound(find, [...chosen], first, isLong);
  return (
    <FieldGroup legend="Aliases">
      <CheckField label="All aliases" checked={every} onChange={(event) => onEvery(event.target.checked)} />
      {isLong && (
        <TextField
          label={`Find one of ${formatCount(all)} aliases`}
          type="search"
          className="mb-2"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      )}
      <div className="max-h-80 overflow-y-auto" role="group" aria-label="Chosen aliases">
        {aliases.map((alias) => (
          <CheckField key={alias} label={alias} checked={chosen.has(alias)} onChange={() => onToggle(alias)} />
        ))}
      </div>
    </FieldGroup>
  );
}
