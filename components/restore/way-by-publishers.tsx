import type { Publishers } from '@/lib/contract/publishers.ts';
import { plural } from '@/lib/format.ts';
import { commandsOf } from '@/lib/present/publisher-commands.ts';
import { windowOf } from '@/lib/contract/republish-window.ts';
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
  const marked = templates.filter(({ name }) => publishers.sentAgain.some(({ command }) => command === name)).length;
  return (
    <Way
      level={done > 0 && done === commands.length ? 'ok' : 'idle'}
      title="Let the publishers send again"
      action={<LinkButton href={paths.publishers(key, job)}>Let the publishers send again</LinkButton>}
    >
      <p>
        What was published{' '}
        {window === null ? (
          'since the backup was started, as far as a publisher still has it.'
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
          : window === null
            ? `${markedWords(marked, templates.length)}${marked === 0 ? '' : ', from a start that somebody typed'}.`
            : `${markedWords(done, templates.length)}${marked > done ? `, ${marked - done} for a part of this time` : ''}.`}
      </p>
    </Way>
  );
}

const markedWords = (done: number, all: number): string =>
  `${done === 0 ? 'None' : String(done)} of ${plural(all, 'command')} marked as done`;
