import type { JobDetail, RestoreFacts } from '@/lib/contract/job-page.ts';
import { isIrreversible, isLive, pointToIt } from '@/lib/kinds/restore/target-use.ts';
import { IndexName } from '../../index-name.tsx';
import { isActive } from '../../jobs/job-labels.ts';
import { Panel } from '../../ui/panel.tsx';

/** Beside a running restore: what is live meanwhile, and what a cancellation leaves. */
export function SafetyNote({ detail: { restore, row } }: { detail: JobDetail }) {
  if (!isActive(row.status) || restore === null) return null;
  return isIrreversible(restore.use) ? (
    <Panel title="This can’t be undone">
      <p className="text-small text-muted">{irreversible(restore.use)}</p>
    </Panel>
  ) : (
    <Panel title="Nothing is live yet">
      <div className="text-small text-muted">
        <LiveUntilThen {...restore} /> If you cancel, the new index is kept without an alias. You can resume it or
        delete it.
      </div>
    </Panel>
  );
}

const irreversible = (use: RestoreFacts['use']): string =>
  `Documents are added and overwritten in ${isLive(use) ? `the live index (${pointToIt(use.aliases)})` : 'an existing index'}; ` +
  'none is deleted. Written documents can’t be removed again, also after a cancellation.';

/** What the alias points to, and until when. */
function LiveUntilThen({
  alias,
  liveIndices,
  switchAlias,
}: Pick<RestoreFacts, 'alias' | 'liveIndices' | 'switchAlias'>) {
  if (alias === null) return 'No alias is switched.';
  const until = switchAlias ? 'until the last step' : 'also after this restore';
  if (liveIndices.length === 0) return `No index has the alias ${alias} ${until}.`;
  const [only, ...others] = liveIndices;
  return (
    <>
      {alias} still points to{' '}
      {only !== undefined && others.length === 0 ? (
        <IndexName name={only} inSentence />
      ) : (
        `${liveIndices.length} indices`
      )}{' '}
      {until}.
    </>
  );
}
