import { AliasName } from '@/components/alias-name.tsx';
import { Json } from '@/components/ui/json.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import type { PageAlias } from '@/lib/contract/index-page.ts';
import { formatCount, plural } from '@/lib/format.ts';

const SHOWN = 20;

/** The aliases that point to it, with what each leaves out. */
export function AliasesCard({ name, aliases }: { name: string; aliases: readonly PageAlias[] }) {
  return (
    <Panel title="Aliases" tag={aliases.length > 1 && <span className="text-small text-faint">{aliases.length}</span>}>
      {aliases.length === 0 ? (
        <p className="text-small text-muted">No alias points to it: applications that use an alias do not read it.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {aliases.slice(0, SHOWN).map((alias) => (
            <li key={alias.alias} className="min-w-0">
              <Alias alias={alias} index={name} />
            </li>
          ))}
        </ul>
      )}
      {aliases.length > SHOWN && (
        <p className="mt-3 text-small text-muted">
          The first {SHOWN} of {formatCount(aliases.length)}.
        </p>
      )}
    </Panel>
  );
}

function Alias({ alias, index }: { alias: PageAlias; index: string }) {
  const { filter, hidden, indexRouting, searchRouting, shown } = alias;
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <AliasName name={alias.alias} className="font-medium" />
        <span className="text-small text-muted">{writes(alias)}</span>
      </p>
      {(filter !== null || searchRouting !== null || indexRouting !== null || hidden) && (
        <p className="mt-0.5 flex flex-wrap gap-1.5">
          {filter !== null && <Chip>filtered</Chip>}
          {hidden && <Chip>hidden</Chip>}
          {searchRouting !== null && <Chip>search routing {searchRouting}</Chip>}
          {indexRouting !== null && <Chip>index routing {indexRouting}</Chip>}
        </p>
      )}
      {shown !== undefined && (
        <p className="text-small text-muted">
          {shown === null ? 'An unknown number of documents' : plural(shown, 'document')} through this alias.
        </p>
      )}
      {filter !== null && (
        <details className="mt-1 text-small">
          <summary className="text-muted max-mid:min-h-11 max-mid:py-3">Show filter</summary>
          <Json text={filter} name={`Filter of ${alias.alias} on ${index}`} />
        </details>
      )}
    </>
  );
}

const writes = ({ write }: PageAlias): string =>
  write === true ? 'write index' : write === false ? 'read only: not its write index' : 'no write flag';
