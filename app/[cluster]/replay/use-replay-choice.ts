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
  const target = chosen.target ?? choices.targets[0]?.name;
  const restore = restoreOf(chosen, choices.restores);
  const alias = chosen.alias ?? restore?.alias;
  const from = chosen.from ?? restore?.startedAt ?? undefined;
  const speed = (SPEEDS.includes(chosen.speed ?? '') ? chosen.speed : 'fast') as Speed;
  const left = (chosen.without ?? '').split('\n').filter((line) => line !== '');
  const isLeftOut = (path: string) => left.some((line) => (line.endsWith('/') ? path.startsWith(line) : line === path));
  const asked: ReplayAsk | null =
    target === undefined || alias === undefined || from === undefined
      ? null
      : {
          target,
          alias,
          from,
          ...(restore === undefined ? {} : { job: restore.job }),
          ...(chosen.without === undefined ? {} : { without: chosen.without }),
          ...(chosen.to === undefined ? {} : { to: chosen.to }),
          speed,
          ...(speed === 'fixed' ? { rate: chosen.rate ?? PACE.rate } : {}),
          concurrency: chosen.concurrency ?? PACE.concurrency,
          map: chosen.map === 'no' ? 'no' : 'yes',
        };
  return { asked, choose, target, restore, alias, from, left, isLeftOut, rate: chosen.rate ?? PACE.rate };
}

export type ReplayChoice = ReturnType<typeof useReplayChoice>;

/** The one of the address; of an alias alone, none: its index need not be a restored one. */
const restoreOf = (
  { alias, job }: { alias?: string; job?: string },
  restores: readonly ReplayRestore[],
): ReplayRestore | undefined =>
  restores.find((restore) => restore.job === job && (alias === undefined || alias === restore.alias));
