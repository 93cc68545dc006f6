import type { AliasMembership } from '@/lib/contract/indices.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { Json } from '@/components/ui/json.tsx';

/** What the alias has on one index, where it has more than its name: write flag, routing, and its filter as JSON. */
export function Membership({
  membership,
  filter,
  filtered = filter !== undefined,
}: {
  membership: Omit<AliasMembership, 'alias' | 'filter'>;
  /** As JSON text, because parsing rounds its 64-bit numbers. */
  filter: string | undefined;
  /** It has a filter, which may not be known exactly. */
  filtered?: boolean;
}) {
  const { indexRouting, isHidden, isWriteIndex, searchRouting } = membership;
  const chips = [
    ...(isWriteIndex === true ? ['write index'] : isWriteIndex === false ? ['write flag off'] : []),
    ...(isHidden === true ? ['hidden'] : []),
    ...(indexRouting === undefined ? [] : [`index routing ${indexRouting}`]),
    ...(searchRouting === undefined ? [] : [`search routing ${searchRouting}`]),
    ...(filtered ? [filter === undefined ? 'filtered; the filter can’t be read now' : 'filtered'] : []),
  ];
  if (chips.length === 0) return null;
  return (
    <>
      <p className="mt-1 flex flex-wrap gap-1.5">
        {chips.map((chip) => (
          <Chip key={chip} className="max-w-full [overflow-wrap:anywhere]">
            {chip}
          </Chip>
        ))}
      </p>
      {filter !== undefined && (
        <div className="mt-1.5">
          <Json text={filter} name="Filter" />
        </div>
      )}
    </>
  );
}
