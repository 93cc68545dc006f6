import Link from 'next/link';
import type { ChangeAliasResult } from '@/lib/kinds/change-alias/schema.ts';
import { BeforeAfter } from '../../before-after.tsx';
import { useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What the alias pointed to before and after, and where writes through it go. */
export function AliasChanged({ result, detail }: ResultProps<ChangeAliasResult>) {
  const { key } = useCluster();
  const { after, alias, before, writes } = result;
  return (
    <Panel
      title={after.length === 0 ? `The alias ${alias} was deleted` : `${alias} changed`}
      tone={detail.row.warning === undefined ? 'plain' : 'warn'}
      actions={<Link href={paths.alias(key, alias)}>Open the alias {alias}</Link>}
    >
      <BeforeAfter before={detail.moved?.last.from ?? before} after={detail.moved?.last.to ?? after} />
      <Facts className="mt-4">
        {after.length > 0 && <Fact name="Writes through it">{<WriteTarget index={writes.after} />}</Fact>}
      </Facts>
    </Panel>
  );
}

function WriteTarget({ index }: { index: string | null }) {
  return index === null ? (
    <>refused: no index is its write index</>
  ) : (
    <>
      go to <IndexName name={index} inSentence />
    </>
  );
}
