import { IndexName } from '@/components/index-name.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import type { RestoreFacts } from '@/lib/contract/job-page.ts';
import { formatCount, plural, shortIndexName } from '@/lib/format.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isLive, pointToIt } from '@/lib/kinds/restore/target-use.ts';

interface Props {
  use: RestoreFacts['use'];
  result: RestoreResult;
}

/** A restore into an index that existed before, or was live: what is in it now, and that there is no undo. */
export function WrittenInto({ use, result }: Props) {
  const { addedTo, alias, check, index, notSwitched } = result;
  const live = isLive(use);
  return (
    <Panel
      title={live ? 'Written into the live index' : `Written into ${shortIndexName(index)}`}
      tone="warn"
      actions={
        !live && (
          <SwitchLink index={index} alias={alias ?? undefined}>
            {alias === null ? 'Point an alias to it' : `Switch ${alias} to it`}
          </SwitchLink>
        )
      }
    >
      {notSwitched !== null && (
        <div className="mb-2 [overflow-wrap:anywhere]">
          <NamedText text={notSwitched} />
        </div>
      )}
      <Facts>
        <Fact name="Index">
          <IndexName name={index} copy />
        </Fact>
        {use.how === 'adds' && (
          <Fact name="Before">{addedTo?.documents == null ? 'unknown' : plural(addedTo.documents, 'document')}</Fact>
        )}
        <Fact name="Written">{writtenOf(result)}</Fact>
        <Fact name="Now">{plural(check.documents, 'document')}</Fact>
        <Fact name="Alias">{live ? `${pointToIt(use.aliases)}; no alias was switched` : 'no alias was switched'}</Fact>
      </Facts>
      <p className="mt-3 text-small text-muted">
        This can’t be undone: no earlier state of the index is kept. Nothing was deleted.
      </p>
    </Panel>
  );
}

function writtenOf({ indexed, overwritten, existing, newer, rejected }: RestoreResult): string {
  const split =
    overwritten === undefined
      ? ''
      : `: ${formatCount(indexed - overwritten)} added, ${formatCount(overwritten)} overwritten`;
  const left = [
    existing > 0 ? `${formatCount(existing)} kept as they were` : null,
    newer > 0 ? `${formatCount(newer)} kept because they are newer` : null,
    rejected > 0 ? `${formatCount(rejected)} rejected` : null,
  ].filter((part) => part !== null);
  return `${plural(indexed, 'document')}${split}${left.length > 0 ? `; ${left.join(', ')}` : ''}`;
}
