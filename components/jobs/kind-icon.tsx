import { iconOfKind } from '../kinds/icons.ts';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';

const TONES = { plain: 'bg-raised text-muted', live: 'bg-accent-soft text-accent', bad: 'bg-bad-soft text-bad' };

/** The kind of a job as a drawing, in a box. Its title says the same in words. */
export function KindIcon({ kind, tone = 'plain' }: { kind: string; tone?: keyof typeof TONES }) {
  return (
    <span className={classes('inline-grid size-[30px] flex-none place-items-center rounded-md', TONES[tone])}>
      <Icon name={iconOfKind(kind)} />
    </span>
  );
}
