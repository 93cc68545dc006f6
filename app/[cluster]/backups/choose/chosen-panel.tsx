import { canBeRestored, conditionWords, timeOf } from '@/components/backups/words.ts';
import type { Blocked } from '@/components/blocked.ts';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton, Panel, Pinned, Time } from '@/components/ui/index.ts';
import type { BackupRow, BackupsFilter } from '@/lib/contract/backups-page.ts';
import { plural } from '@/lib/format.ts';

interface Props {
  cluster: string;
  alias: string | null;
  wanted: Partial<BackupsFilter>;
  chosen: BackupRow | null;
  /** The backups that were asked for have not come yet. */
  looking: boolean;
  blocked: Blocked;
}

/** The backup that is chosen, or why none is; and the button to the next step. */
export function ChosenPanel({ cluster, alias, wanted, chosen, looking, blocked }: Props) {
  const possible = chosen !== null && canBeRestored(chosen);
  return (
    <Panel title="Chosen" tone={possible ? 'accent' : 'plain'} className="min-[860px]:sticky min-[860px]:top-3.5">
      <p className="[overflow-wrap:anywhere]">
        {possible ? (
          <>
            <b className="font-semibold">{alias ?? chosen.group}</b> as of <Time at={timeOf(chosen)} />:{' '}
            {plural(chosen.documents, 'document')}.
          </>
        ) : (
          <WhyNone wanted={wanted} alias={alias} chosen={chosen} looking={looking} />
        )}
      </p>
      <Pinned
        line={
          possible ? (
            <>
              {alias ?? chosen.group} as of <Time at={timeOf(chosen)} />: {plural(chosen.documents, 'document')}.
            </>
          ) : (
            'No backup is chosen.'
          )
        }
      >
        <Button
          type="submit"
          look="primary"
          className="w-full max-[859px]:flex-1"
          blocked={blocked.restore ?? (possible ? null : 'Choose a backup first.')}
        >
          Review the restore
        </Button>
        <LinkButton href={paths.overview(cluster)}>Cancel</LinkButton>
      </Pinned>
    </Panel>
  );
}

function WhyNone({ wanted, alias, chosen, looking }: Pick<Props, 'wanted' | 'alias' | 'chosen' | 'looking'>) {
  if (chosen !== null)
    return (
      <span className="text-warn">
        {chosen.id} can’t be restored: {conditionWords(chosen).sentence} Choose another one.
      </span>
    );
  if (looking) return <span className="text-muted">Looking…</span>;
  if (wanted.chosen !== undefined)
    return (
      <span className="text-warn">
        {wanted.chosen} is not among the backups of {alias ?? 'this cluster'}: it was deleted or renamed since. Choose
        another one.
      </span>
    );
  return (
    <span className="text-muted">
      {wanted.page !== undefined && wanted.page > 1 ? 'None yet.' : 'No backup of this alias can be restored.'}
    </span>
  );
}
