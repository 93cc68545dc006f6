'use client';
import { useCallback, useState } from 'react';
import type { Mute } from '@/lib/contract/incident.ts';
import { KIND_LABELS } from '@/lib/contract/incident-kinds.ts';
import { capitalised } from '@/lib/format.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import { MuteDialog } from './mute-dialog.tsx';
import { EVERYTHING } from './typed-mute.ts';
import { useIncidentAction, type Muting } from './use-muting.ts';

interface Props {
  mutes: readonly Mute[];
  /** When they were read, by the clock of the server. */
  takenAt: string;
  muting: Muting;
}

/** Planned work: for which no messages are sent, until when, and why. */
export function MutesPanel({ mutes, takenAt, muting }: Props) {
  const blocked = useBlocked('record-incident');
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const end = useIncidentAction(muting.end);
  return (
    <Panel title="Muted messages">
      {end.failure && <FailureNotice className="mb-3" title="The mute was not ended" failure={end.failure} />}
      {mutes.length === 0 ? (
        <p className="mb-3 text-small text-muted">
          None. Mute messages while you do planned work: incidents are still listed, and what is still wrong at the end
          is reported then.
        </p>
      ) : (
        <ul className="mb-3 flex flex-col gap-3" aria-label="Muted messages">
          {mutes.map((mute) => (
            <MuteLine key={mute.id} mute={mute} isComing={mute.from > takenAt} blocked={blocked} acting={end} />
          ))}
        </ul>
      )}
      <Button blocked={blocked} onClick={() => setOpen(true)}>
        Mute messages
      </Button>
      <MuteDialog open={open} about={EVERYTHING} muting={muting} onClose={close} />
    </Panel>
  );
}

interface MuteLineProps {
  mute: Mute;
  isComing: boolean;
  blocked: string | null;
  acting: ReturnType<typeof useIncidentAction<{ cluster: string; mute: string }, { mute: string }>>;
}

function MuteLine({ mute, isComing, blocked, acting }: MuteLineProps) {
  const { key } = useCluster();
  return (
    <li className="flex flex-col items-start gap-1 border-b pb-3 text-small last:border-b-0 last:pb-0">
      <span className="font-medium [overflow-wrap:anywhere]">
        <BreakLongName text={subjectOf(mute)} />
      </span>
      <span className="text-muted">
        {isComing && (
          <>
            From <Time at={mute.from} show="absolute" />,{' '}
          </>
        )}
        {isComing ? 'until ' : 'Until '}
        <Time at={mute.until} />
      </span>
      <span className="[overflow-wrap:anywhere] text-muted">
        “{mute.reason}”, by {mute.by}
      </span>
      <Button
        size="small"
        look="quiet"
        className="-ml-2.5"
        blocked={blocked}
        pending={acting.pending && 'Wait…'}
        onClick={() => void acting.act({ cluster: key, mute: mute.id })}
      >
        {isComing ? 'Cancel it' : 'End it now'}
        <span className="sr-only"> ({subjectOf(mute)})</span>
      </Button>
    </li>
  );
}

/** "government, documents lost"; "Everything". */
export function subjectOf({ alias, kind }: Pick<Mute, 'alias' | 'kind'>): string {
  const about = kind === null ? null : KIND_LABELS[kind];
  if (alias === null) return about === null ? 'Everything' : capitalised(about);
  return about === null ? alias : `${alias}: ${about}`;
}
