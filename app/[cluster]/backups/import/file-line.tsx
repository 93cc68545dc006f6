import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button } from '@/components/ui/button.tsx';
import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import { State } from '@/components/ui/state.tsx';
import { formatBytes } from '@/lib/format.ts';
import type { FileUpload, UploadState } from './use-uploads.ts';

interface Props {
  upload: FileUpload;
  /** Why it can't be uploaded. */
  problem: string | null;
  /** null: not now. */
  onRemove: (() => void) | null;
}

export function FileLine({ upload: { file, state }, problem, onRemove }: Props) {
  return (
    <li className="flex flex-col gap-1.5 py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <code>{file.name}</code> <span className="text-small text-muted">{formatBytes(file.size)}</span>
        </span>
        {onRemove !== null && state.status !== 'started' && (
          <Button look="quiet" size="small" aria-label={`Remove ${file.name} from the list`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
      {problem !== null && state.status === 'chosen' ? (
        <State level="bad" className="text-small">
          {problem}
        </State>
      ) : (
        <Outcome state={state} name={file.name} bytes={file.size} />
      )}
    </li>
  );
}

function Outcome({ state, name, bytes }: { state: UploadState; name: string; bytes: number }) {
  const { key } = useCluster();
  switch (state.status) {
    case 'chosen':
      return null;
    case 'sending':
    case 'finishing':
      return (
        <>
          <ProgressBar label={`Upload of ${name}`} done={state.sent} total={bytes} />
          <p className="text-small text-muted">
            {state.status === 'sending'
              ? `${formatBytes(state.sent)} of ${formatBytes(bytes)} sent`
              : 'Sent. The server writes the last part to its disk.'}
          </p>
        </>
      );
    case 'started':
      return (
        <State level="ok" className="text-small">
          Uploaded.{' '}
          <Link href={paths.job(key, state.job)} className="link">
            Open the import
          </Link>
        </State>
      );
    case 'cancelled':
      return <p className="text-small text-muted">Cancelled. Nothing of it is kept.</p>;
    case 'failed':
      return (
        <div role="alert" className="text-small">
          <State level="bad">{state.failure.message}</State>
          {state.failure.hint && <p className="text-muted">{state.failure.hint}</p>}
        </div>
      );
  }
}
