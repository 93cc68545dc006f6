import type { SchedulePage } from '@/lib/contract/schedules-page.ts';
import type { Probe } from '@/lib/contract/schedule.ts';
import { formatCount, formatList } from '@/lib/format.ts';
import { IncidentFact } from '@/components/incidents/incident-fact.tsx';
import { NextTimes } from '@/components/schedules/next-times.tsx';
import { RetentionRuleFacts } from '@/components/schedules/retention-rules.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';

const KINDS = { backup: 'Backup, as zip files', snapshot: 'Snapshot', drill: 'Drill' } as const;

/** What the schedule is: everything that its form has. */
export function ScheduleFacts({ page }: { page: SchedulePage }) {
  const { changedAt, changedBy, createdAt, createdBy, next, place, row, spec } = page;
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Next runs">
        {row.paused ? (
          <p className="text-muted">None while it is paused. {row.sentence}.</p>
        ) : (
          <div className="flex flex-col gap-2">
            <p className="font-medium [overflow-wrap:anywhere]">{row.sentence}</p>
            <NextTimes times={next} timeZone={spec.timeZone} />
          </div>
        )}
      </Panel>
      <Panel title="Details">
        <Facts>
          <IncidentFact incident={page.incident} />
          <Fact name="Kind">{KINDS[spec.kind]}</Fact>
          <Fact name="What">{whatOf(spec)}</Fact>
          <Fact name={spec.kind === 'drill' ? 'From' : 'To'}>{place}</Fact>
          <Fact name="Cron">
            <code>{spec.cron}</code>, {spec.timeZone}
          </Fact>
          <Fact name="If missed">{spec.missed === 'run' ? 'run once at the start' : 'only recorded'}</Fact>
          {spec.drill && <DrillFacts drill={spec.drill} />}
          {spec.retention === null && spec.kind !== 'drill' && <Fact name="Retention">deletes nothing</Fact>}
          <Fact name="Added">
            by {createdBy}, <Time at={createdAt} show="absolute" />
          </Fact>
          {changedAt !== createdAt && (
            <Fact name="Changed">
              by {changedBy}, <Time at={changedAt} show="absolute" />
            </Fact>
          )}
        </Facts>
      </Panel>
      {spec.retention !== null && (
        <Panel title="Retention">
          <RetentionRuleFacts rules={spec.retention} />
        </Panel>
      )}
    </div>
  );
}

function DrillFacts({ drill }: { drill: NonNullable<SchedulePage['spec']['drill']> }) {
  return (
    <>
      <Fact name="Backups">
        {drill.which === 'turns' ? 'of one alias in each run, in turn' : 'the newest good one of each alias'}
      </Fact>
      <Fact name="Speed">
        {drill.documentsPerSecond === null
          ? 'no limit'
          : `at most ${formatCount(drill.documentsPerSecond)} documents per second`}
      </Fact>
      {drill.probes.map((probe) => (
        <Fact key={probe.name} name={`Probe ${probe.name}`}>
          {probeInWords(probe)}: <code className="[overflow-wrap:anywhere]">{probe.query}</code>
        </Fact>
      ))}
    </>
  );
}

const probeInWords = ({ likeLivePercent, minHits }: Probe): string =>
  [
    minHits === null ? null : `at least ${formatCount(minHits)} hits`,
    likeLivePercent === null ? null : `as live within ${likeLivePercent} %`,
  ]
    .filter((words) => words !== null)
    .join(' and ');

const MOST_NAMES = 10;

function whatOf({ what }: SchedulePage['spec']): string {
  if (what.all) return 'every alias';
  return [
    what.aliases.length > 0 ? formatList(what.aliases, MOST_NAMES) : null,
    what.indices.length > 0 ? `indices ${formatList(what.indices, MOST_NAMES)}` : null,
  ]
    .filter((words) => words !== null)
    .join('; ');
}
