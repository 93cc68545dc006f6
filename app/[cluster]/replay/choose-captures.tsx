import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { listCapturesAgain, replayChoicesQuery } from '@/components/replay-queries.ts';
import { Button } from '@/components/ui/button.tsx';
import { CheckField, FieldGroup } from '@/components/ui/field.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { ListedCaptureFile } from '@/lib/kinds/replay/review.ts';
import type { Choices, ReplayChoice } from './use-replay-choice.ts';

interface Props {
  choices: Choices;
  choice: ReplayChoice;
}

/** The captured files by server; all of them are chosen at first. */
export function ChooseCaptures({ choices, choice }: Props) {
  const { files, folder, listedAt, problem } = choices;
  if (problem !== null)
    return (
      <Notice tone="bad" title="The captures can’t be listed" actions={<ListAgain />}>
        <p>{problem.message}</p>
        {problem.hint && <p>{problem.hint}</p>}
      </Notice>
    );
  if (files.length === 0)
    return (
      <Notice tone="warn" title="There are no captured files" actions={<ListAgain />}>
        <p>
          Copy the files of GoReplay into <code>{folder}</code>, one folder in it for each server.
        </p>
      </Notice>
    );
  const chosen = files.filter(({ path }) => !choice.isLeftOut(path));
  const bytes = chosen.reduce((sum, file) => sum + file.bytes, 0);
  const servers = byServer(files);
  return (
    <Folds>
      <Fold
        title={`${formatCount(chosen.length)} of ${plural(files.length, 'captured file')}`}
        hint={`${formatBytes(bytes)} of ${plural(servers.length, 'server')}`}
        openOnce={chosen.length === 0}
      >
        <div className="flex flex-col gap-4">
          <div className="grid gap-x-6 gap-y-4 mid:grid-cols-2">
            {servers.map(([server, of]) => (
              <ServerFiles key={server} server={server} files={of} choice={choice} />
            ))}
          </div>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-small text-muted">
            <span>
              In <code>{folder}</code>
              {listedAt !== null && (
                <>
                  , listed <Time at={listedAt} precision="clock-seconds" show="absolute" />. What was added since is not
                  in the plan.
                </>
              )}
            </span>
            <ListAgain />
          </p>
        </div>
      </Fold>
    </Folds>
  );
}

const byServer = (files: readonly ListedCaptureFile[]): [string, ListedCaptureFile[]][] => {
  const servers = new Map<string, ListedCaptureFile[]>();
  for (const file of files) servers.set(file.server, [...(servers.get(file.server) ?? []), file]);
  return [...servers];
};

function ServerFiles({ server, files, choice }: { server: string; files: ListedCaptureFile[]; choice: ReplayChoice }) {
  const { choose, isLeftOut, left } = choice;
  const folder = folderOf(files[0]!.path);
  const chosen = files.filter(({ path }) => !isLeftOut(path));
  const others = left.filter((line) => (folder === null ? line.includes('/') : !line.startsWith(folder)));
  /** A folder without a chosen file is named once, so that the address stays short. */
  const leave = (paths: readonly string[]) => {
    const lines = paths.length === files.length && folder !== null ? [folder] : paths;
    choose({ without: [...others, ...lines].join('\n') || undefined, to: undefined });
  };
  return (
    <FieldGroup legend={server}>
      {files.length > 1 && (
        <CheckField
          label={<span className="font-medium">All {plural(files.length, 'file')}</span>}
          checked={chosen.length === files.length}
          onChange={(event) => leave(event.target.checked ? [] : files.map(({ path }) => path))}
        />
      )}
      {files.map(({ bytes, modifiedAt, name, path }) => (
        <CheckField
          key={path}
          label={
            <>
              <code>{name}</code>{' '}
              <span className="text-small text-muted">
                {formatBytes(bytes)}, <Time at={modifiedAt} show="relative" />
              </span>
            </>
          }
          checked={!isLeftOut(path)}
          onChange={(event) =>
            leave(
              files
                .filter((file) => (file.path === path ? !event.target.checked : isLeftOut(file.path)))
                .map((file) => file.path),
            )
          }
        />
      ))}
    </FieldGroup>
  );
}

/** "search-1/"; null: it is in the folder of the captures itself. */
const folderOf = (path: string): string | null => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : null);

function ListAgain() {
  const { key } = useCluster();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  return (
    <Button
      size="small"
      pending={pending && 'Listing…'}
      onClick={() => {
        setPending(true);
        void listCapturesAgain(key)
          .then((choices) => client.setQueryData(replayChoicesQuery(key).queryKey, choices))
          .then(() => client.invalidateQueries({ queryKey: [key, 'replay', 'plan'] }))
          // The next poll says why.
          .catch(() => undefined)
          .finally(() => setPending(false));
      }}
    >
      List again
    </Button>
  );
}
