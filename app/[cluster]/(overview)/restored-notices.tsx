import type { RestoredIncident } from '@/lib/contract/overview.ts';
import { plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';

const SHOWN = 3;

/** Aliases that were restored after a loss: whether somebody has closed the incident, and what they said. */
export function RestoredNotices({ incidents }: { incidents: readonly RestoredIncident[] }) {
  const more = incidents.length - SHOWN;
  return (
    <>
      {incidents.slice(0, SHOWN).map((incident) => (
        <RestoredNotice key={incident.job} incident={incident} />
      ))}
      {more > 0 && (
        <p className="px-3.5 text-small text-muted">
          And {plural(more, 'more alias', 'more aliases')} restored in the last days: the pages of their jobs say
          whether their incidents are closed.
        </p>
      )}
    </>
  );
}

function RestoredNotice({ incident: { alias, backup, closed, job, switchedAt } }: { incident: RestoredIncident }) {
  const { key } = useCluster();
  const page = backup === null ? paths.job(key, job) : paths.restoreResult(key, backup, job);
  return (
    <Notice
      tone="info"
      title={closed === null ? `${alias} is restored; its incident is open` : `The incident of ${alias} is closed`}
      actions={
        <LinkButton size="small" href={`${page}#incident`}>
          {closed === null ? 'Close the incident' : 'Open the restore'}
        </LinkButton>
      }
    >
      {closed === null ? (
        <p>
          Restored <Time at={switchedAt} />. Somebody closes it.
        </p>
      ) : (
        <p>
          Closed by {closed.by}, <Time at={closed.at} />.
          {closed.unknown !== null && ` What remains unknown: “${closed.unknown}”`}
        </p>
      )}
    </Notice>
  );
}
