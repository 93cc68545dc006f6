import Link from 'next/link';
import type { ScheduleRow } from '@/lib/contract/schedules-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { RunStrip } from '@/components/schedules/run-strip.tsx';
import { Standing, StandingDetail } from '@/components/schedules/standing.tsx';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Icon, type IconName } from '@/components/ui/icon.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import { Cell, Row } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';

const ICONS: Record<ScheduleRow['kind'], IconName> = { backup: 'backups', snapshot: 'snapshot', drill: 'drill' };

/** One schedule: what it does, when, how its last runs went, and when it runs next. */
export function ScheduleLine({ row, items }: { row: ScheduleRow; items: readonly MenuItem[] }) {
  const { key } = useCluster();
  return (
    <Row>
      <Cell place="name" className="mid:w-[30%]">
        <span className="flex min-w-0 items-center gap-3.5">
          <span className="inline-grid size-[30px] flex-none place-items-center rounded-md bg-raised text-muted">
            <Icon name={ICONS[row.kind]} />
          </span>
          <span className="min-w-0">
            <Link
              href={paths.schedule(key, row.name)}
              prefetch={false}
              data-row-link=""
              className="font-medium text-text no-underline [overflow-wrap:anywhere] hover:underline"
            >
              {row.name}
            </Link>
            <span className="block text-small [overflow-wrap:anywhere] text-muted">
              <BreakLongName text={row.what} />
            </span>
          </span>
        </span>
      </Cell>
      <Cell place="detail" className="text-muted mid:min-w-[124px]">
        <BreakLongName text={row.sentence} />
      </Cell>
      <Cell place="all" className="mid:min-w-[210px]">
        <RunStrip name={row.name} runs={row.runs} />
      </Cell>
      <Cell place="state">
        <Standing standing={row.standing} />
        <span className="block max-w-72 text-small text-muted max-mid:hidden">
          <span className="line-clamp-2 [overflow-wrap:anywhere]">
            <StandingDetail standing={row.standing} />
          </span>
        </span>
      </Cell>
      <Cell place="figure">
        <NextRun row={row} />
      </Cell>
      <Cell place="menu">
        <Menu label={`Actions for ${row.name}`} items={items} />
      </Cell>
    </Row>
  );
}

/** When it runs next; of a paused one since when, and who paused it. */
function NextRun({ row: { next, paused } }: { row: ScheduleRow }) {
  if (paused)
    return (
      <>
        <Chip tone="warn">paused</Chip>
        <span className="block text-small text-muted max-mid:hidden">
          by {paused.by}, <Time at={paused.at} show="relative" />
        </span>
      </>
    );
  if (next === null) return <span className="text-muted">unknown</span>;
  return (
    <>
      <Time at={next} show="absolute" zone={false} className="whitespace-nowrap" />
      <span className="block text-small text-muted max-mid:hidden">
        <Time at={next} show="relative" />
      </span>
    </>
  );
}
