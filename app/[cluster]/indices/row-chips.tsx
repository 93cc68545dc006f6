import type { Comparison } from '@/lib/contract/alias-lines.ts';
import { isDrillIndex } from '@/lib/contract/drill-index.ts';
import type { MapEntry } from '@/lib/contract/alias-map.ts';
import { formatCount, formatPercent, plural } from '@/lib/format.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { Toggletip } from '@/components/ui/toggletip.tsx';

interface Props {
  entry: MapEntry;
  /** The alias it is listed under; null: none. */
  alias: string | null;
  compare: Comparison | undefined;
}

/** The role of an index in a word, and what is unusual about it. */
export function RowChips({ entry, alias, compare }: Props) {
  return (
    <>
      {entry.live && <Chip tone="live">live</Chip>}
      {entry.aliases.some((each) => each.alias === alias && each.write) && <Chip>write</Chip>}
      {entry.shown !== undefined && (
        <Toggletip
          meaning={`${alias ?? 'The alias'} shows ${formatCount(entry.shown)} of its ${plural(entry.documents, 'document')}: it has a filter or a routing.`}
        >
          <Chip>filtered</Chip>
        </Toggletip>
      )}
      {isDrillIndex(entry.index) && (
        <Toggletip meaning="A restore drill made it to try a backup, and deletes it at its end. No alias points to it.">
          <Chip>restore drill{entry.job === null ? '' : `, job ${entry.job}`}</Chip>
        </Toggletip>
      )}
      {entry.loading && !isDrillIndex(entry.index) && (
        <Toggletip meaning="A restore started to fill it and did not finish: resume its job, or delete the index on the page “Clean up”.">
          <Chip tone="warn">unfinished</Chip>
        </Toggletip>
      )}
      {entry.small && !entry.loading && (
        <Toggletip meaning="Fewer than half of the live documents: it may be from a restore or a build that did not finish.">
          <Chip tone="warn">{fewer(entry.documents, compare?.live ?? null)}</Chip>
        </Toggletip>
      )}
      {entry.blocks.length > 0 && (
        <Toggletip meaning={`Blocks that are set on the index: ${entry.blocks.join(', ')}.`}>
          <Chip tone="warn">blocked</Chip>
        </Toggletip>
      )}
    </>
  );
}

/** "61 % fewer" than the live index. */
const fewer = (documents: number | null, live: number | null): string =>
  documents === null || live === null ? 'much smaller' : `${formatPercent(live - documents, live)} fewer`;
