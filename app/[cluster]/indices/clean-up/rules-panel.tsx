'use client';
import { useId, type ReactNode } from 'react';
import { formatAliases, isEveryAlias, NO_ALIASES, parseAliases, type RulesText } from '@/lib/kinds/clean-up/rules.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { Button } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Popover } from '@/components/ui/popover.tsx';
import { useEarlyInput } from '@/components/ui/use-early-input.ts';
import { AliasesField } from './aliases-field.tsx';

interface Props {
  rules: RulesText;
  errors: Record<string, string | undefined>;
  aliases: readonly string[];
  /** How many aliases there are, where `aliases` are the first of them. */
  all?: number | undefined;
  onRules: (rules: RulesText) => void;
}

/** The rules, in one line: the plan below follows while they are typed. */
export function RulesPanel({ rules, errors, aliases, all = aliases.length, onRules }: Props) {
  const every = isEveryAlias(rules.aliases);
  const chosen = new Set(parseAliases(rules.aliases));
  const toggle = (alias: string) => {
    const next = new Set(chosen);
    if (!next.delete(alias)) next.add(alias);
    onRules({ ...rules, aliases: formatAliases(next) });
  };
  return (
    <div role="group" aria-label="Rules" className="mb-4 flex flex-wrap items-start gap-x-6 gap-y-2.5 max-mid:flex-col">
      <RuleField
        label="Keep the newest"
        unit={rules.keep.trim() === '1' ? 'previous index of each alias' : 'previous indices of each alias'}
        className="w-14 text-center"
        inputMode="numeric"
        value={rules.keep}
        error={errors.keep}
        onChange={(keep) => onRules({ ...rules, keep })}
      />
      <RuleField
        label="Only older than"
        className="w-24"
        placeholder="any age"
        title="12h, 7d, 2w; empty for any age"
        value={rules.olderThan}
        error={errors.olderThan}
        onChange={(olderThan) => onRules({ ...rules, olderThan })}
      />
      <Popover
        label="Aliases to clean up"
        align="start"
        className="w-80 p-4"
        button={(opens) => (
          <Button {...opens}>
            {every
              ? all === 0
                ? 'All aliases'
                : `All ${plural(all, 'alias', 'aliases')}`
              : `${formatCount(chosen.size)} of ${plural(all, 'alias', 'aliases')}`}
            <Icon name="chevron" className="rotate-90 text-faint" />
          </Button>
        )}
      >
        {() => (
          <AliasesField
            every={every}
            chosen={chosen}
            first={aliases}
            all={all}
            onEvery={(on) => onRules({ ...rules, aliases: on ? '' : NO_ALIASES })}
            onToggle={toggle}
          />
        )}
      </Popover>
    </div>
  );
}

interface RuleFieldProps {
  label: string;
  unit?: ReactNode;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  className: string;
  inputMode?: 'numeric';
  placeholder?: string;
  title?: string;
}

/** A field within a sentence, with what is wrong below it. */
function RuleField({ label, unit, error, className, onChange, ...input }: RuleFieldProps) {
  const id = useId();
  const ref = useEarlyInput<HTMLInputElement>({
    value: input.value,
    onChange: (event) => onChange(event.target.value),
  });
  return (
    <div className="min-w-0">
      <div className="flex min-h-(--control) flex-wrap items-center gap-2 text-muted">
        <label htmlFor={id}>{label}</label>
        <input
          {...input}
          ref={ref}
          id={id}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => onChange(event.target.value)}
          className={`min-h-(--control) rounded-md border border-field bg-surface px-2 text-[13.5px] text-text placeholder:text-faint aria-[invalid=true]:border-bad max-mid:text-base ${className}`}
        />
        {unit}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-small font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
