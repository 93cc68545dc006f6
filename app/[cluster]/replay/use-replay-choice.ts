import { useFilter } from '@/components/use-filter.ts';
import type { ReplayChoices, ReplayRestore } from '@/lib/kinds/replay/review.ts';
import { replayAddress } from './address.ts';

export type Choices = NonNullable<ReplayChoices['replay']>;
type Speed = 'fast' | 'original' | 'fixed';

/** What the server is asked for. */
export interface ReplayAsk {
  target: string;
  alias: string;
  job?: string;
  without?: string;
  from: string;
  to?: string;
  speed: Speed;
  rate?: string;
  concurrency: string;
  map: 'yes' | 'no';
}

const SPEEDS: readonly string[] = ['fast', 'original', 'fixed'] satisfies Speed[];
const PACE = { concurrency: '4', rate: '50' };

/** What is chosen, with what follows from it; and how it is changed. */
export function useReplayChoice(choices: Choices) {
  const [chosen, choose] = useFilter(replayAddress);
  const restore = restoreOf(chosen, choices.restores);
  const alias = chosen.alias ?? restore?.alias;
  const able = choices.targets.filter((target) => alias === undefined || writesTo(target, alias));
  const known = {
    target: chosen.target ?? (able.length === 1 ? able[0]!.name : undefined),
    alias,
    from: chosen.from ?? restore?.startedAt ?? undefined,
  };
  const left = (chosen.without ?? '').split('\n').filter((line) => line !== '');
  const isLeftOut = (path: string) => left.some((line) => (line.endsWith('/') ? path.startsWith(line) : line === path));
  return {
    ...known,
    asked: askOf(chosen, known, restore),
    choose,
    chosen,
    restore,
    left,
    isLeftOut,
    rate: chosen.rate ?? PACE.rate,
  };
}

export const writesTo = ({ indices }: Choices['targets'][number], alias: string): boolean =>
  indices === null || indices.includes(alias);

type Chosen = { [Name in keyof typeof replayAddress]?: string };

/** null: not enough is chosen for a plan. */
function askOf(
  { concurrency = PACE.concurrency, map, rate = PACE.rate, speed: asked, to, without }: Chosen,
  { alias, from, target }: { alias?: string; from?: string; target?: string },
  restore: ReplayRestore | undefined,
): ReplayAsk | null {
  if (target === undefined || alias === undefined || from === undefined) return null;
  const speed = (asked !== undefined && SPEEDS.includes(asked) ? asked : 'fast') as Speed;
  return {
    target,
    alias,
    from,
    ...(restore === undefined ? {} : { job: restore.job }),
    ...(without === undefined ? {} : { without }),
    ...(to === undefined ? {} : { to }),
    speed,
    ...(speed === 'fixed' ? { rate } : {}),
    concurrency,
    map: map === 'no' ? 'no' : 'yes',
  };
}

export type ReplayChoice = ReturnType<typeof useReplayChoice>;

/** The one of the address; of an alias alone, none: its index need not be a restored one. */
const restoreOf = (
  { alias, job }: { alias?: string; job?: string },
  restores: readonly ReplayRestore[],
): ReplayRestore | undefined =>
  restores.find((restore) => restore.job === job && (alias === undefined || alias === restore.alias));
