import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { plural } from '@/lib/format.ts';

export interface Started {
  index: string;
  job: string | null;
  problem: string | null;
}

/** The job of each index, and why some did not start. */
export function StartedList({ started }: { started: readonly Started[] }) {
  const { key } = useCluster();
  const begun = started.filter(({ job }) => job !== null).length;
  return (
    <Panel
      title={`${plural(begun, 'restore')} started`}
      tone={begun === started.length ? 'ok' : 'warn'}
      actions={<LinkButton href={paths.jobs(key)}>Open the jobs</LinkButton>}
    >
      <ul className="flex flex-col divide-y" aria-label="Restores">
        {started.map(({ index, job, problem }) => (
          <li key={index} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5">
            <IndexName name={index} />
            {job === null ? (
              <State level="warn">
                <span className="[overflow-wrap:anywhere]">Not started: {problem}</span>
              </State>
            ) : (
              <LinkButton size="small" href={paths.job(key, job)}>
                Job {job}
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
