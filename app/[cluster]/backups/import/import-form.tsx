'use client';
import { useRouter } from 'next/navigation';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { ImportPlace } from '@/lib/contract/import-place.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import { FileDrop } from './file-drop.tsx';
import { FileLine } from './file-line.tsx';
import { useUploads } from './use-uploads.ts';

/** Why a file can't be uploaded; null: it can. */
function problemOf(file: File, { freeBytes, maxUploadBytes }: ImportPlace): string | null {
  if (file.size === 0) return 'The file is empty.';
  if (file.size > maxUploadBytes)
    return `The file is larger than ${formatBytes(maxUploadBytes)}. Import it with \`restore-desk import\` on the server.`;
  if (freeBytes !== null && file.size > freeBytes) return 'There is not enough free space for it.';
  return null;
}

/** After one upload its job is shown; of several, each line links to its job. */
export function ImportForm({ place }: { place: ImportPlace }) {
  const { key } = useCluster();
  const router = useRouter();
  const { add, cancel, remove, running, start, uploads } = useUploads(key);
  const isReady = (file: File) => problemOf(file, place) === null;
  const ready = uploads.filter(({ file, state }) => state.status !== 'started' && isReady(file));
  const onStart = async () => {
    const jobs = await start(isReady);
    if (uploads.length === 1 && jobs.length === 1) router.push(paths.job(key, jobs[0]!));
  };
  return (
    <Panel title="Files">
      <FileDrop onFiles={add} />
      {uploads.length > 0 && (
        <ul className="mt-4 flex flex-col divide-y border-y">
          {uploads.map((upload) => (
            <FileLine
              key={upload.id}
              upload={upload}
              problem={problemOf(upload.file, place)}
              onRemove={running ? null : () => remove(upload.id)}
            />
          ))}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          look="primary"
          pending={running && 'Uploading…'}
          blocked={
            ready.length === 0 && (uploads.length === 0 ? 'Choose a file first.' : 'There is no file to upload.')
          }
          onClick={() => void onStart()}
        >
          Upload {ready.length === 0 ? 'files' : plural(ready.length, 'file')}
        </Button>
        {running && <Button onClick={cancel}>Cancel the upload</Button>}
      </div>
    </Panel>
  );
}
