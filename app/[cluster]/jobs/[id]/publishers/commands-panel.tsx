import { useCluster } from '@/components/cluster-context.tsx';
import { CopyBlock } from '@/components/ui/copy.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { RepublishWindow } from '@/lib/contract/republish.ts';
import type { PublisherCommand } from '@/lib/present/publisher-commands.ts';
import { CommandMark, type MarkCommand } from './command-mark.tsx';

interface Props {
  job: string;
  commands: readonly PublisherCommand[];
  window: RepublishWindow;
  mark: MarkCommand;
}

/** One command for each publisher, to be copied and run by a person. */
export function CommandsPanel({ job, commands, window, mark }: Props) {
  const { key } = useCluster();
  return (
    <Panel title="Commands for the publishers">
      {commands.length === 0 ? (
        <EmptyState title="No command is configured">
          <code>clusters.{key}.republish</code> in the configuration makes ready commands of these times. Until then,
          copy the times.
        </EmptyState>
      ) : (
        <>
          <p className="mb-1 text-muted">
            Copy each command, run it where its publisher runs, then mark it as done. Restore Desk runs none of them and
            can’t check them.
          </p>
          <ul className="-mb-3 divide-y">
            {commands.map((command) => (
              <li key={command.name} className="flex min-w-0 flex-col gap-2.5 py-4">
                <h3 className="font-medium [overflow-wrap:anywhere]">{command.name}</h3>
                {command.text === null ? (
                  <Notice tone="warn">
                    <p>{command.problem}</p>
                  </Notice>
                ) : (
                  <CopyBlock text={command.text} name={`Command for ${command.name}`} label="Copy the command" />
                )}
                <CommandMark job={job} command={command} window={window} mark={mark} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
