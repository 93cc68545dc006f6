import { CopyIcon } from '@/components/ui/copy.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { RepublishWindow } from '@/lib/contract/republish.ts';
import { formatDuration } from '@/lib/format.ts';
import { AFTER_SWITCH_MS, BEFORE_START_MS } from '@/lib/present/republish-window.ts';

interface Props {
  window: RepublishWindow;
  startedAt: string;
  switchedAt: string | null;
}

/** The exact times, why they are these, and what they do not cover. */
export function WindowPanel({ window, startedAt, switchedAt }: Props) {
  return (
    <Panel title="Documents published in this time may be missing">
      <Facts>
        <Fact name="From">
          <Moment at={window.from} name="Copy the beginning" />
          <p className="text-small text-muted">
            {formatDuration(BEFORE_START_MS / 1000)} before the backup was begun (
            <Time at={startedAt} precision="seconds" show="absolute" />
            ): clocks differ, and a document may be indexed some time after it was published.
          </p>
        </Fact>
        <Fact name="To">
          <Moment at={window.to} name="Copy the end" />
          <p className="text-small text-muted">
            {switchedAt === null ? (
              'Now: the alias does not point to the restored index yet.'
            ) : (
              <>
                {formatDuration(AFTER_SWITCH_MS / 1000)} after the switch of the alias (
                <Time at={switchedAt} precision="seconds" show="absolute" />
                ). Later writes went to the restored index.
              </>
            )}
          </p>
        </Fact>
      </Facts>
      <p className="mt-3 border-t pt-3 text-small text-muted">
        A publisher sends what it has now. It does not bring what other applications wrote, and does not remove what was
        removed in this time: that is in the restored index again.
      </p>
    </Panel>
  );
}

const Moment = ({ at, name }: { at: string; name: string }) => (
  <p>
    <code>{at}</code>
    <CopyIcon text={at} label={name} always />
  </p>
);
