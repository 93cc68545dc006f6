import { FieldGroup } from '@/components/ui/field.tsx';
import { classes } from '@/components/ui/classes.ts';
import { useEarlyInput } from '@/components/ui/use-early-input.ts';
import { formatCount, formatUtcShort, plural } from '@/lib/format.ts';
import type { ReplayPlan } from '@/lib/kinds/replay/schema.ts';
import { TimeField } from './time-field.tsx';
import type { Planned } from './reviewed-replay.tsx';
import type { ReplayAsk, ReplayChoice } from './use-replay-choice.ts';

interface Props {
  review: Planned;
  asked: ReplayAsk;
  choice: ReplayChoice;
}

/**
 * Where the replay ends. After a burst of deletions nothing is chosen at first: to the end would send the incident's own requests again,
 * before them may be too early.
 */
export function ReplayUntil({ review: { plan }, asked: { to }, choice: { choose } }: Props) {
  const [burst] = plan.bursts;
  const offered = burst === undefined ? [{ to: null, send: to === undefined ? plan.counts.send : null }] : plan.ends;
  const isTyped = to !== undefined && to !== 'end' && !plan.ends.some((end) => end.to === to);
  return (
    <FieldGroup legend="Replay until">
      <div className="flex flex-col gap-2">
        {offered.map((end) => (
          <Card
            key={end.to}
            checked={end.to === null ? to === 'end' || (to === undefined && burst === undefined) : to === end.to}
            name={end.to === null ? endName(plan) : `${clock(end.to)}, before the deletions`}
            count={end.send}
            about={aboutOf(end.to, burst)}
            onChoose={() => choose({ to: end.to ?? (burst === undefined ? undefined : 'end') })}
          />
        ))}
        <TimeField
          key={isTyped ? to : ''}
          label={isTyped ? `Until this time (${plural(plan.counts.send, 'request')})` : 'Or until another time (UTC)'}
          value={isTyped ? to : ''}
          onTime={(time) => choose({ to: time })}
        />
      </div>
    </FieldGroup>
  );
}

const clock = (at: string): string => formatUtcShort(at, Date.now(), 'seconds');

const endName = ({ lastAt }: ReplayPlan): string => (lastAt === null ? 'The end' : `${clock(lastAt)}, the end`);

function aboutOf(to: string | null, burst: ReplayPlan['bursts'][number] | undefined): string {
  if (burst === undefined) return 'No burst of deletions was captured.';
  const what = burst.deletes === null ? 'deletion by a query' : `${plural(burst.deletes, 'deletion')}`;
  return to === null
    ? `Sends the ${what} again: the index would lose its documents a second time.`
    : `The ${what} ${burst.deletes === null || burst.deletes === 1 ? 'is' : 'are'} not sent, nor is what came after.`;
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
