import { canBeRestored, conditionLabel, documentsLabel, timeOf } from '@/components/backups/backup-labels.ts';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupRow, BackupsFilter } from '@/lib/contract/backups-page.ts';
import { plural } from '@/lib/format.ts';

interface Props {
  alias: string | null;
  wanted: Partial<BackupsFilter>;
  chosen: BackupRow | null;
  /** The backups of this choice are not loaded yet. */
  looking: boolean;
}

/** The backup that is chosen, or why none is; and the button to the next step. */
export function ChosenPanel({ alias, wanted, chosen, looking }: Props) {
  const cluster = useCluster();
  const blocked = useBlocked('restore');
  const possible = chosen !== null && canBeRestored(chosen);
  return (
    <Panel title="Selected backup">
      <p className="[overflow-wrap:anywhere]">
        {possible ? (
          <>
            <b className="font-semibold">{alias ?? chosen.group}</b> as of <Time at={timeOf(chosen)} />:{' '}
            {documentsLabel(chosen)}
            {chosen.cluster.relation === 'another' && (
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
              {alias ?? chosen.group} as of <Time at={timeOf(chosen)} />: {plural(chosen.documents, 'document')}.
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
          Review the restore
        </Button>
        <LinkButton href={paths.overview(cluster.key)}>Cancel</LinkButton>
      </StickyActions>
    </Panel>
  );
}

function WhyNone({ wanted, alias, chosen, looking }: Pick<Props, 'wanted' | 'alias' | 'chosen' | 'looking'>) {
  if (chosen !== null)
    return (
      <span className="text-warn">
        {chosen.id} can’t be restored: {conditionLabel(chosen).sentence} Select another one.
      </span>
    );
  if (looking) return <span className="text-muted">Loading…</span>;
  if (wanted.chosen !== undefined)
    return (
      <span className="text-warn">
        {wanted.chosen} is not among the backups of {alias ?? 'this cluster'}: it was deleted or renamed. Select another
        one.
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
