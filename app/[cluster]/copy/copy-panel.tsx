import { isZip } from '@/components/backups/backup-labels.ts';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { useBlocked, useCluster, type OtherCluster } from '@/components/cluster-context.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { ListedBackup } from '@/lib/contract/backups-page.ts';
import {
  canBeChosen,
  conditionOfChoice,
  documentsOfChoice,
  nameOfChoice,
  timeOfChoice,
} from '../backups/choose/choices-of.ts';
import { SnapshotWay } from './snapshot-way.tsx';

interface Props {
  source: OtherCluster;
  alias: string | null;
  chosen: ListedBackup | null;
  /** The backup that the address names. */
  asked: string | undefined;
}

/** The backup that is chosen, and the way to its review on this cluster; of a snapshot, how it gets here. */
export function CopyPanel({ source, alias, chosen, asked }: Props) {
  const cluster = useCluster();
  const blocked = useBlocked('restore');
  const possible = chosen !== null && canBeChosen(chosen);
  const isSnapshot = possible && !isZip(chosen);
  return (
    <Panel title="Selected backup">
      {possible ? (
        <p className="[overflow-wrap:anywhere]">
          <b className="font-semibold">{nameOfChoice(chosen, alias)}</b> as of <TimeOf row={chosen} />:{' '}
          {documentsOfChoice(chosen)}
          {isZip(chosen) && chosen.cluster.relation === 'another' && (
            <>
              {' '}
              <SourceCluster row={chosen} />
            </>
          )}
          .
        </p>
      ) : (
        <p className="[overflow-wrap:anywhere] text-muted">
          <WhyNone source={source} chosen={chosen} asked={asked} />
        </p>
      )}
      {isSnapshot && <SnapshotWay source={source} alias={alias} row={chosen} />}
      {!isSnapshot && (
        <>
          <p className="mt-3 flex flex-wrap items-baseline gap-x-2 text-small text-muted">
            Into <ClusterName cluster={cluster} />
          </p>
          <StickyActions
            summary={possible ? `${nameOfChoice(chosen, alias)} into ${cluster.name}.` : 'No backup is selected.'}
          >
            <Button
              type="submit"
              look="primary"
              className="w-full max-mid:flex-1"
              blocked={blocked ?? (possible ? null : 'Select a backup first.')}
            >
              Review the copy
            </Button>
            <LinkButton href={paths.copy(cluster.key)}>Other cluster</LinkButton>
          </StickyActions>
        </>
      )}
    </Panel>
  );
}

function TimeOf({ row }: { row: ListedBackup }) {
  const at = timeOfChoice(row);
  return at === null ? 'an unknown time' : <Time at={at} />;
}

function WhyNone({ source, chosen, asked }: Pick<Props, 'source' | 'chosen' | 'asked'>) {
  if (chosen !== null) {
    const { sentence, word } = conditionOfChoice(chosen);
    return <>It can’t be restored: {sentence ?? `it is ${word}.`} Select another one.</>;
  }
  if (asked !== undefined)
    return (
      <>
        {asked.replace(/^snapshot:/, '')} is not among these backups of {source.name}: it may have been deleted or
        renamed. Select another one.
      </>
    );
  return <>No backup on this page can be restored.</>;
}
