'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { indexDefinitionQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { CopyBlock } from '@/components/ui/copy.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { IndexDefinition } from '@/lib/contract/index-page.ts';
import { plural } from '@/lib/format.ts';
import { FieldTable } from './field-table.tsx';

/** Settings and mappings, each with its verdict. Read by itself: it may be large, or not permitted. */
export function DefinitionFolds({ name, stale }: { name: string; stale: boolean }) {
  const { key } = useCluster();
  const query = useQuery({ ...indexDefinitionQuery(key, name), enabled: !stale });
  const [open, setOpen] = useState(false);
  return (
    <QueryBoundary query={query} what="settings and mappings" waiting={stale ? <NotRead /> : undefined}>
      {(definition) => (
        <Folds>
          <Fold title="Settings" {...verdict(definition, 'settings')}>
            <Compared definition={definition} part="settings" />
            <Text name={name} part="settings" text={definition.settings} />
          </Fold>
          <Fold title="Mappings" {...verdict(definition, 'mappings')} onToggle={setOpen}>
            <Compared definition={definition} part="mappings" />
            {definition.fieldCount === null ? (
              <p className="mb-3 text-small text-muted">The mappings are too large to list each field.</p>
            ) : (
              <FieldTable name={name} total={definition.fieldCount} open={open} />
            )}
            <details className="mt-4">
              <summary className="text-small text-muted max-mid:min-h-11 max-mid:py-3">Show the JSON</summary>
              <Text name={name} part="mappings" text={definition.mappings} />
            </details>
          </Fold>
        </Folds>
      )}
    </QueryBoundary>
  );
}

const NotRead = () => (
  <Panel title="Settings and mappings">
    <p className="text-small text-muted">They are read when the cluster answers again.</p>
  </Panel>
);

/** "11 settings, 2 differ from the last backup". */
function verdict({ compared, fieldCount, settingCount }: IndexDefinition, part: 'settings' | 'mappings') {
  const count =
    part === 'settings'
      ? plural(settingCount, 'setting')
      : fieldCount === null
        ? 'very many fields'
        : plural(fieldCount, 'field');
  if (compared === null) return { hint: count };
  const different = compared[part];
  const noun = part === 'settings' ? 'setting' : 'mapping key';
  return different === 0
    ? { hint: `${count}, equal to its newest backup`, state: 'ok' as const }
    : {
        hint: `${count}, ${plural(different, noun)} ${different === 1 ? 'differs' : 'differ'} from its newest backup`,
        state: 'warn' as const,
      };
}

function Compared({ definition: { compared }, part }: { definition: IndexDefinition; part: 'settings' | 'mappings' }) {
  const { key } = useCluster();
  if (compared === null || compared[part] === 0) return null;
  return (
    <p className="mb-3 text-small text-muted">
      The page of{' '}
      <Link className="link" prefetch={false} href={paths.backup(key, compared.backup)}>
        that backup
      </Link>{' '}
      lists what differs from the live index.
    </p>
  );
}

function Text({
  name,
  part,
  text,
}: {
  name: string;
  part: 'settings' | 'mappings';
  text: IndexDefinition['settings'];
}) {
  return (
    <>
      {text.cut && (
        <p className="mb-2 text-small text-muted">
          Only the beginning. Read the rest with{' '}
          <code className="[overflow-wrap:anywhere]">
            GET /{encodeURIComponent(name)}/{part === 'settings' ? '_settings' : '_mapping'}
          </code>
          .
        </p>
      )}
      <CopyBlock name={`${part === 'settings' ? 'Settings' : 'Mappings'} as JSON`} text={text.text} />
    </>
  );
}
