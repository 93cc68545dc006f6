import type { Publishers } from '@/lib/contract/publishers.ts';
import { plural } from '@/lib/format.ts';
import { commandsOf } from '@/lib/present/publisher-commands.ts';
import { windowOf } from '@/lib/present/republish-window.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { LinkButton } from '../ui/button.tsx';
import { Time } from '../ui/time.tsx';
import { Way } from './way.tsx';

/** Documents that publishers can send again: the window is short here, and exact on its page. */
export function WayByPublishers({ publishers }: { publishers: Publishers }) {
  const { key } = useCluster();
  const { job, startedAt, takenAt, templates } = publishers;
  const window = startedAt === null ? null : windowOf({ ...publishers, startedAt }, Date.parse(takenAt));
  const commands = window === null ? [] : commandsOf(templates, { ...publishers, window });
  const done = commands.filter(({ coversWindow }) => coversWindow).length;
  return (
    <Way
      level={done > 0 && done === commands.length ? 'ok' : 'idle'}
      title="Let the publishers send again"
      action={
        <LinkButton href={paths.publishers(key, job)}>
          {templates.length > 0 ? 'Show the commands' : 'Show the times'}
        </LinkButton>
      }
    >
      <p>
        What was published{' '}
        {window === null ? (
          'since the backup was begun, as far as a publisher still has it.'
        ) : (
          <>
            from <Time at={window.from} show="absolute" /> to <Time at={window.to} show="absolute" />, as far as a
            publisher still has it.
          </>
        )}{' '}
        What was removed then is in the index again, unless it is removed again.
      </p>
      <p>
        {templates.length === 0
          ? 'Whether they have sent it is not known here.'
          : `${done === 0 ? 'None' : String(done)} of ${plural(templates.length, 'command')} marked as done.`}
      </p>
    </Way>
  );
}
