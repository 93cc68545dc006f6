import { FieldGroup } from '@/components/ui/field.tsx';
import { classes } from '@/components/ui/classes.ts';
import { useEarlyInput } from '@/components/ui/use-early-input.ts';
import { formatCount, formatUtcShort, plural } from '@/lib/format.ts';
import { describeDeletions } from '@/lib/kinds/replay/replay-words.ts';
import type { ReplayPlan } from '@/lib/kinds/replay/schema.ts';
import { TimeField } from './time-field.tsx';
import type { Planned } from './reviewed-replay.tsx';
import type { ReplayAsk, ReplayChoice } from './use-replay-choice.ts';

interface Props {
  review: Planned;
  asked: ReplayAsk;
  choice: ReplayChoice;
  /** Of the typed end. */
  error: string | undefined;
}

/**
 * Where the replay ends. After a burst of deletions, a loss or the switch nothing is chosen at first: to the end could send the incident's
 * own requests again.
 */
export function ReplayUntil({ review: { plan }, asked: { to }, choice: { choose }, error }: Props) {
  const mustChoose = plan.ends.length > 0;
  const offered: readonly End[] = mustChoose
    ? plan.ends
    : [{ to: null, why: 'end', send: to === undefined ? plan.counts.send : null }];
  const isTyped = to !== undefined && to !== 'end' && !plan.ends.some((end) => end.to === to);
  return (
    <FieldGroup legend="Replay until">
      <div className="flex flex-col gap-2">
        {offered.map((end) => (
          <Card
            key={end.to}
            checked={end.to === null ? to === 'end' || (to === undefined && !mustChoose) : to === end.to}
            name={nameOf(end, plan)}
            count={end.send}
            about={aboutOf(end, plan)}
            onChoose={() => choose({ to: end.to ?? (mustChoose ? 'end' : undefined) })}
          />
        ))}
        <TimeField
          label={isTyped ? `Until this time (${plural(plan.counts.send, 'request')})` : 'Or until another time (UTC)'}
          value={isTyped ? to : ''}
          error={error}
          onTime={(time) => choose({ to: time })}
        />
        {isTyped && plan.bursts.some(({ sent }) => sent) && <p className="text-small text-bad">{repeats(plan)}</p>}
      </div>
    </FieldGroup>
  );
}

type End = Omit<ReplayPlan['ends'][number], 'send'> & { send: number | null };

const clock = (at: string): string => `${formatUtcShort(at, Date.now(), 'seconds')} UTC`;

const NAMES: Record<End['why'], string> = {
  deletions: 'before the deletions',
  loss: 'when the alias was first seen without its documents',
  switch: 'the switch to the restored index',
  end: 'the end',
};

function nameOf({ to, why }: End, { lastAt }: ReplayPlan): string {
  const at = to ?? lastAt;
  return at === null ? 'The end' : `${clock(at)}, ${NAMES[why]}`;
}

const repeats = ({ bursts }: ReplayPlan): string =>
  `Sends ${describeDeletions(bursts.filter(({ sent }) => sent))} again: the index would lose its documents a second time.`;

function aboutOf({ to, why }: End, plan: ReplayPlan): string {
  const { bursts, choice } = plan;
  switch (why) {
    case 'deletions':
      return `${describeDeletions(bursts.filter(({ before }) => before === to))} not sent, nor is what came after.`;
    case 'loss':
      return 'What emptied it was written before this time: an earlier end may be needed.';
    case 'switch':
      return 'Later requests went to the restored index already.';
    case 'end':
      return bursts.length === 0
        ? `No burst of deletions was captured after ${clock(choice.from)}.`
        : `Sends ${describeDeletions(bursts)} again: the index would lose its documents a second time.`;
  }
}

interface CardProps {
  checked: boolean;
  name: string;
  count: number | null;
  about: string;
  onChoose: () => void;
}

function Card({ checked, name, count, about, onChoose }: CardProps) {
  const radio = useEarlyInput<HTMLInputElement>({ checked, onChange: onChoose });
  return (
    <label
      className={classes(
        'grid cursor-pointer grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 gap-y-1 rounded-[10px] border px-3.5 py-3 max-mid:min-h-11',
        checked ? 'border-accent-line bg-accent-soft' : 'border-line-strong hover:bg-raised',
      )}
    >
      <input ref={radio} type="radio" name="until" checked={checked} onChange={onChoose} className="mt-0.5" />
      <span className="min-w-0 font-medium">{name}</span>
      {count !== null && <span className="figures">{formatCount(count)}</span>}
      <span className="col-span-2 col-start-2 text-small text-muted">{about}</span>
    </label>
  );
}
