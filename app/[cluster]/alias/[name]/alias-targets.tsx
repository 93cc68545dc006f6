import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { HEALTH } from '@/components/health-labels.ts';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import type { AliasPage, AliasPageTarget } from '@/lib/contract/alias-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { Membership } from './membership.tsx';

/** Each index that it points to, with what the alias has on it. */
export function AliasTargets({ page }: { page: AliasPage }) {
  const { alias, onDotIndices = 0, targetCount, targets } = page;
  const listed = targetCount - onDotIndices;
  const { key } = useCluster();
  const mayNot = useBlocked('switch');
  return (
    <Panel
      title="Points to"
      tag={<span className="text-small text-faint">{plural(targetCount, 'index', 'indices')}</span>}
      actions={
        <LinkButton size="small" look="quiet" href={paths.changeAlias(key, alias, 'add')} blocked={mayNot}>
          Add an index
        </LinkButton>
      }
      flush
    >
      <ul>
        {targets.map((target) => (
          <Target key={target.uuid} target={target} page={page} />
        ))}
      </ul>
      {onDotIndices > 0 && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          Not listed: {plural(onDotIndices, 'index', 'indices')} whose{' '}
          {onDotIndices === 1 ? 'name starts' : 'names start'} with a dot.
        </p>
      )}
      {listed > targets.length && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          The first {formatCount(targets.length)} of {formatCount(listed)} indices.
        </p>
      )}
    </Panel>
  );
}

function Target({ target, page: { alias, writes } }: { target: AliasPageTarget; page: AliasPage }) {
  const { key } = useCluster();
  const mayNot = useBlocked('switch');
  const { documents, filter, health, index, primaryBytes, shown, state } = target;
  return (
    <li className="min-w-0 border-t px-4 py-3.5 first:border-t-0 mid:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <IndexName name={index} href={paths.index(key, index)} copy />
          {writes === index && target.isWriteIndex === undefined && <Chip>writes go here</Chip>}
        </span>
        <LinkButton size="small" look="quiet" href={paths.changeAlias(key, alias, 'remove', index)} blocked={mayNot}>
          Remove
          <span className="sr-only">
            {' '}
            {index} from {alias}
          </span>
        </LinkButton>
      </div>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-muted">
        <span>
          {shown === undefined
            ? documents === null
              ? 'documents unknown'
              : plural(documents, 'document')
            : `${formatCount(shown)} of ${plural(documents, 'document')}`}
        </span>
        <span>{formatBytes(primaryBytes)}</span>
        {state === 'closed' ? (
          <State level="warn">Closed: searches fail</State>
        ) : health === null ? (
          <State level="unknown">Unknown</State>
        ) : (
          <State level={HEALTH[health].level}>{HEALTH[health].word}</State>
        )}
      </p>
      <Membership membership={target} filter={filter ?? undefined} filtered={filter !== undefined} />
    </li>
  );
}
