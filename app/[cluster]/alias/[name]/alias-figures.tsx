import { IndexName } from '@/components/index-name.tsx';
import { HEALTH } from '@/components/health-labels.ts';
import { Stat, Stats } from '@/components/ui/stat.tsx';
import { State } from '@/components/ui/state.tsx';
import type { AliasPage } from '@/lib/contract/alias-page.ts';
import type { HealthStatus } from '@/lib/contract/cluster.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';

/** Documents, size, health, and where writes go. */
export function AliasFigures({ page }: { page: AliasPage }) {
  const { documents, onDotIndices = 0, storeBytes, targetCount, targets, writes, writesUnknown = false, group } = page;
  const lost = group?.flags.find((flag) => flag.lost);
  const narrowed = targets.some(({ shown }) => shown !== undefined);
  return (
    <Stats>
      <Stat
        wide
        name="Documents"
        detail={
          onDotIndices > 0
            ? 'its dot-indices are not counted'
            : (lost?.word ??
              (narrowed ? `of ${formatCount(group?.documentsInIndices)} in its indices` : 'that it shows'))
        }
      >
        <span className={lost ? 'text-bad' : undefined}>{formatCount(documents)}</span>
      </Stat>
      <Stat name="Size" detail="with replicas">
        {formatBytes(storeBytes)}
      </Stat>
      <Stat
        name="Health"
        detail={`${plural(targetCount - onDotIndices, 'index', 'indices')}${onDotIndices > 0 ? ', without dot-indices' : ''}`}
      >
        <Health targets={targets} />
      </Stat>
      <Stat wide name="Writes through it" detail={writes === null ? whyNoWrites(page) : <IndexName name={writes} />}>
        {writes !== null ? 'Possible' : writesUnknown ? <span className="text-muted">unknown</span> : 'Refused'}
      </Stat>
    </Stats>
  );
}

function whyNoWrites({ targetCount, writesUnknown }: AliasPage): string {
  if (writesUnknown === true) return 'not all of its write flags can be read';
  return targetCount === 1 ? 'the write flag of its only index is off' : 'none of its indices is its write index';
}

const WORST: readonly HealthStatus[] = ['red', 'yellow', 'green'];

function Health({ targets }: { targets: AliasPage['targets'] }) {
  if (targets.some(({ state }) => state === 'closed')) return <State level="warn">Closed</State>;
  const worst = WORST.find((health) => targets.some((target) => target.health === health));
  if (worst === undefined) return <State level="unknown">Unknown</State>;
  return <State level={HEALTH[worst].level}>{HEALTH[worst].word}</State>;
}
