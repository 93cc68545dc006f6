import { useCluster } from '@/components/cluster-context.tsx';
import { CopyIcon } from '@/components/ui/copy.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { indexParts } from '@/lib/index-parts.ts';
import { IndexActions } from './index-actions.tsx';
import type { ExistingIndex } from './standing.ts';

/** "government · 24 Nov 11:18 [live]", with the full name below it. */
export function IndexHeading({ name, page }: { name: string; page: IndexPage | undefined }) {
  const standing = page?.standing.state === 'exists' ? page.standing : null;
  const { alias, date, id } = indexParts(name);
  return (
    <Heading
      sub={<Sub name={name} id={date === null ? null : id} />}
      actions={page && standing && <IndexActions page={page} standing={standing} />}
    >
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 [overflow-wrap:anywhere]">{date === null ? name : `${alias ?? ''} · ${date}`}</span>
        {standing && <Chips standing={standing} />}
      </span>
    </Heading>
  );
}

function Chips({ standing: { index, listed, live } }: { standing: ExistingIndex }) {
  return (
    <>
      {live && <Chip tone="live">live</Chip>}
      {index.state === 'closed' && <Chip tone="warn">closed</Chip>}
      {index.loading && <Chip tone="warn">unfinished</Chip>}
      {index.hidden && <Chip>hidden</Chip>}
      {!listed && <Chip>system index</Chip>}
    </>
  );
}

/** `id` null: the heading has the full name. */
function Sub({ name, id }: { name: string; id: string | null }) {
  const { name: cluster, environment } = useCluster();
  const where = (
    <p>
      On <b className="font-medium text-text">{cluster}</b> ({environment})
      {id === null && <CopyIcon always text={name} label={`Copy the name ${name}`} />}
    </p>
  );
  if (id === null) return where;
  return (
    <>
      {where}
      <details>
        <summary className="w-fit text-small max-mid:min-h-11 max-mid:py-3">
          <code>{id}</code>&ensp;Show full name
        </summary>
        <p>
          <code className="[overflow-wrap:anywhere]">{name}</code>
          <CopyIcon always text={name} label={`Copy the full name of index ${id}`} />
        </p>
      </details>
    </>
  );
}
