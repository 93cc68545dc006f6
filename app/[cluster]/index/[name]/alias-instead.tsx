import { AliasName } from '@/components/alias-name.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { formatCount, plural } from '@/lib/format.ts';

const SHOWN = 20;

/** The name is an alias: where it points to. */
export function AliasInstead({ name, indices }: { name: string; indices: readonly string[] }) {
  const { key } = useCluster();
  return (
    <Panel
      title="This name is an alias, not an index"
      actions={
        <LinkButton look="primary" href={paths.alias(key, name)}>
          Open the alias
        </LinkButton>
      }
    >
      <p className="mb-3 text-muted">
        <AliasName name={name} inSentence /> points to {plural(indices.length, 'index', 'indices')}:
      </p>
      <ul className="flex flex-col gap-2">
        {indices.slice(0, SHOWN).map((index) => (
          <li key={index}>
            <IndexName name={index} copy />
          </li>
        ))}
      </ul>
      {indices.length > SHOWN && (
        <p className="mt-2 text-small text-muted">and {formatCount(indices.length - SHOWN)} more</p>
      )}
    </Panel>
  );
}
