import type { Metadata } from 'next';
import { LocalTimeChoice, ShortcutChoice } from '@/components/shortcuts/choices.tsx';
import { paths } from '@/components/paths.ts';
import { ShortcutList } from '@/components/shortcuts/shortcut-list.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { TOOL } from '@/lib/version.ts';
import { DOCUMENTS } from './documents.ts';
import { WORDS } from './words.ts';

export const metadata: Metadata = { title: 'Help' };

/** What the words mean, which keys there are, and where to read more. */
export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster, may } = await openCluster(params);
  return (
    <>
      <Heading
        actions={
          may['run-doctor'].allowed && <LinkButton href={paths.doctor(cluster.key)}>Installation check</LinkButton>
        }
        sub={<p>Restore Desk {TOOL.version}. What the words on the pages mean, and what you can set.</p>}
      >
        Help
      </Heading>
      <div className="flex flex-col gap-4">
        <Panel title="Words">
          <dl className="grid gap-x-6 gap-y-3 mid:grid-cols-[180px_minmax(0,1fr)]">
            {WORDS.map(({ word, meaning }) => (
              <div key={word} className="contents">
                <dt className="font-medium">{word}</dt>
                <dd className="max-w-[75ch] text-muted max-mid:-mt-2">{meaning}</dd>
              </div>
            ))}
          </dl>
        </Panel>
        <div className="grid gap-4 mid:grid-cols-2">
          <Panel title="Keyboard shortcuts">
            <ShortcutList />
            <p className="mt-4 text-muted">
              In the search every word must match, in any order: “gov 2018”. With a verb it leads to the review of an
              action: “restore gov”, “back up gov”, “delete gov-2018”. The arrow key → lists the actions for what is
              chosen.
            </p>
            <div className="mt-4 border-t pt-4">
              <ShortcutChoice />
            </div>
          </Panel>
          <Panel title="Times">
            <p className="mb-3 text-muted">Every time is in UTC, so that two people mean the same one.</p>
            <LocalTimeChoice />
          </Panel>
        </div>
        <Panel title="Documentation">
          <p className="mb-3 text-muted">
            In the folder <code>docs</code> of Restore Desk {TOOL.version}. The command line has its own help:{' '}
            <code>restore-desk --help</code>.
          </p>
          <dl className="grid gap-x-6 gap-y-2 mid:grid-cols-[180px_minmax(0,1fr)]">
            {DOCUMENTS.map(({ file, about }) => (
              <div key={file} className="contents">
                <dt>
                  <code>{file}</code>
                </dt>
                <dd className="text-muted max-mid:-mt-1">{about}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      </div>
    </>
  );
}
