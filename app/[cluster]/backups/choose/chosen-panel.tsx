import { isZip } from '@/components/backups/backup-labels.ts';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupsFilter, ListedBackup } from '@/lib/contract/backups-page.ts';
import {
  canBeChosen,
  conditionOfChoice,
  documentsOfChoice,
  nameOfChoice,
  onlyIndexOf,
  timeOfChoice,
} from './choices-of.ts';

interface Props {
  alias: string | null;
  wanted: Partial<BackupsFilter>;
  chosen: ListedBackup | null;
  /** The backups of this choice are not loaded yet. */
  looking: boolean;
}

/** The backup that is chosen, or why none is; and the button to the next step. */
export function ChosenPanel({ alias, wanted, chosen, looking }: Props) {
  const cluster = useCluster();
  const blocked = useBlocked('restore');
  const possible = chosen !== null && canBeChosen(chosen);
  const several = chosen !== null && !isZip(chosen) && onlyIndexOf(chosen) === null;
  return (
    <Panel title="Selected backup">
      <p className="[overflow-wrap:anywhere]">
        {possible ? (
          <>
            <b className="font-semibold">{nameOfChoice(chosen, alias)}</b> as of <TimeOf row={chosen} />:{' '}
            {documentsOfChoice(chosen)}
            {!isZip(chosen) && `, in the snapshot ${chosen.repository}/${chosen.snapshot}`}
            {isZip(chosen) && chosen.cluster.relation === 'another' && (
              <>
                {' '}
                <SourceCluster row={chosen} />
              </>
            )}
            .
          </>
        ) : (
          <WhyNone wanted={wanted} alias={alias} chosen={chosen} looking={looking} />
        )}
      </p>
      <StickyActions
        summary={
          possible ? (
            <>
              {nameOfChoice(chosen, alias)} as of <TimeOf row={chosen} />: {documentsOfChoice(chosen)}.
            </>
          ) : (
            'No backup is selected.'
          )
        }
      >
        <Button
          type="submit"
          look="primary"
          className="w-full max-mid:flex-1"
          blocked={blocked ?? (possible ? null : 'Select a backup first.')}
        >
          {several ? 'Choose an index' : 'Review the restore'}
        </Button>
        <LinkButton href={paths.overview(cluster.key)}>Cancel</LinkButton>
      </StickyActions>
    </Panel>
  );
}

function TimeOf({ row }: { row: ListedBackup }) {
  const at = timeOfChoice(row);
  return at === null ? 'an unknown time' : <Time at={at} />;
}

function WhyNone({ wanted, alias, chosen, looking }: Pick<Props, 'wanted' | 'alias' | 'chosen' | 'looking'>) {
  if (chosen !== null)
    return (
      <span className="text-warn">
        {isZip(chosen) ? chosen.id : `${chosen.repository}/${chosen.snapshot}`} can’t be restored:{' '}
        {conditionOfChoice(chosen).sentence ?? `it is ${conditionOfChoice(chosen).word}.`} Select another one.
      </span>
    );
  if (looking) return <span className="text-muted">Loading…</span>;
  if (wanted.chosen !== undefined)
    return (
      <span className="text-warn">
        {wanted.chosen.replace(/^snapshot:/, '')} is not among the backups of {alias ?? 'this cluster'}: it was deleted
        or renamed. Select another one.
      </span>
    );
  return (
    <span className="text-muted">
      {wanted.page !== undefined && wanted.page > 1
        ? 'None is selected on this page.'
        : 'No backup of this alias can be restored.'}
    </span>
  );
}
