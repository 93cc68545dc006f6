import type { ReactNode } from 'react';
import { AliasName } from '@/components/alias-name.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { NamesInList } from '@/components/names-in-list.tsx';
import { Swap } from '@/components/swap.tsx';
import { Fact, Facts } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { ChangeIndexStatePlan } from '@/lib/kinds/change-index-state/schema.ts';

/** What the index is now, and what it can do afterwards. */
export function StateBeforeAndAfter({ plan }: { plan: ChangeIndexStatePlan }) {
  return (
    <section aria-label="Now and after" className="overflow-clip rounded-lg border bg-surface shadow-card">
      <Swap
        first={<Now plan={plan} />}
        second={plan.action === 'open' ? <Opened plan={plan} /> : <Closed plan={plan} />}
      />
    </section>
  );
}

function Side({ title, state, children }: { title: string; state: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <p className="text-caption text-faint">{title}</p>
      <p className="mt-2 mb-1.5 text-[28px]/[36px] font-medium tracking-[-0.03em]">{state}</p>
      {children}
    </div>
  );
}

function Now({ plan }: { plan: ChangeIndexStatePlan }) {
  return (
    <Side title="Now" state={plan.state === 'open' ? 'Open' : 'Closed'}>
      <div className="mb-2">
        <IndexName name={plan.index} copy />
      </div>
      <Facts>
        <Fact name="Documents">{plan.documents === null ? 'unknown' : formatCount(plan.documents)}</Fact>
        <Fact name="Size">{formatBytes(plan.storeBytes)}</Fact>
        <Fact name="Created">{plan.createdAt === null ? 'unknown' : <Time at={plan.createdAt} />}</Fact>
        <Fact name="Aliases">{plan.aliases.length === 0 ? 'none' : <Aliases plan={plan} />}</Fact>
      </Facts>
    </Side>
  );
}

const SHOWN = 5;

function Aliases({ plan: { aliases } }: { plan: ChangeIndexStatePlan }) {
  return (
    <ul className="flex flex-col gap-1">
      {aliases.slice(0, SHOWN).map(({ alias, documents, others }) => (
        <li key={alias}>
          <AliasName name={alias} inSentence />
          {documents !== null && `, ${plural(documents, 'document')}`}
          {others.length > 0 && (
            <>
              , with <NamesInList names={others} of="index" />
            </>
          )}
        </li>
      ))}
      {aliases.length > SHOWN && <li>and {formatCount(aliases.length - SHOWN)} more</li>}
    </ul>
  );
}

function Closed({ plan: { aliases, storeBytes } }: { plan: ChangeIndexStatePlan }) {
  return (
    <Side title="After" state="Closed">
      <Facts>
        <Fact name="Searches">
          {aliases.length === 0 ? (
            'fail'
          ) : (
            <>
              fail, also through <NamesInList names={aliases.map(({ alias }) => alias)} of="alias" /> as a whole
            </>
          )}
        </Fact>
        <Fact name="Writes">fail</Fact>
        <Fact name="Documents">kept</Fact>
        <Fact name="Disk">{storeBytes === null ? 'kept' : `${formatBytes(storeBytes)}, as now`}</Fact>
      </Facts>
    </Side>
  );
}

function Opened({ plan: { aliases } }: { plan: ChangeIndexStatePlan }) {
  return (
    <Side title="After" state="Open">
      <Facts>
        <Fact name="Searches">
          {aliases.length === 0 ? (
            'find its documents by the name of the index'
          ) : (
            <>
              find its documents, also through <NamesInList names={aliases.map(({ alias }) => alias)} of="alias" />
            </>
          )}
        </Fact>
        <Fact name="Writes">work</Fact>
        <Fact name="Shards">are started: its health says how many are there</Fact>
      </Facts>
    </Side>
  );
}
