import { isOfAlias } from '@/lib/contract/incident-kinds.ts';
import type { IncidentDetail } from '@/lib/contract/incidents-page.ts';
import { capitalised } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { NamedText } from '@/components/named-text.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { handledBy, stateOf, unbroken } from '@/components/incidents/incident-state.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Shape } from '@/components/ui/state.tsx';
import type { IncidentActing } from './use-incident-actions.ts';

/** What is true now, since when, and what a person can say about it. */
export function IncidentHeading({ page, acting }: { page: IncidentDetail; acting: IncidentActing }) {
  const { environment, key, name } = useCluster();
  const blocked = useBlocked('record-incident');
  const { acknowledging, closed, done, setClosing } = acting;
  const { incident } = page;
  const { level, word } = stateOf(incident);
  const handled = handledBy(incident);
  const isOpen = incident.ended === null;
  return (
    <>
      {/* Read out when somebody acknowledges it, or when it ends. */}
      <p role="status" className="sr-only">
        Incident {incident.id}: {[isOpen ? 'open' : word.toLowerCase(), handled].filter(Boolean).join(', ')}
      </p>
      <Heading
        takeFocus={done === 0 ? true : String(done)}
        sub={
          <>
            {/* A name opens beside itself, which no paragraph holds. */}
            <div className="[overflow-wrap:anywhere]">
              <NamedText
                text={unbroken(page.what)}
                named={isOfAlias(incident.facts.kind) ? [{ name: incident.subject, of: 'alias' }] : []}
              />
            </div>
            <p className="mt-1 text-small [overflow-wrap:anywhere]">
              Incident {incident.id} on {name} ({environment}). {capitalised(page.since)}
              {handled !== null && `, ${handled}`}.
            </p>
          </>
        }
        actions={
          isOpen && (
            <>
              <Button blocked={blocked} pending={closed.pending && 'Closing…'} onClick={() => setClosing(true)}>
                Close the incident
              </Button>
              {incident.acknowledged === null && (
                <Button
                  look="primary"
                  blocked={blocked}
                  pending={acknowledging.pending && 'Wait…'}
                  onClick={() => void acknowledging.act({ cluster: key, incident: incident.id })}
                >
                  Acknowledge
                </Button>
              )}
            </>
          )
        }
      >
        <Shape level={level} className="mr-2.5 inline-block size-[18px] align-[-2px]" />
        <span className="sr-only">{word}: </span>
        <BreakLongName text={unbroken(shortSentence(page.title))} />
      </Heading>
    </>
  );
}
