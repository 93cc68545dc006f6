import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { apiPath } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/button.tsx';

/** What became of each request, one a line, without bodies. */
export function ResultsDownload({ job }: { job: string }) {
  const { key } = useCluster();
  const blocked = useBlocked('read-documents');
  if (blocked !== null)
    return (
      <Button size="small" blocked={blocked}>
        Download the results
      </Button>
    );
  return (
    <a className={buttonClass('plain', 'small')} href={apiPath(key, ['jobs', job, 'replayed', 'download'])} download>
      Download the results
    </a>
  );
}
