import { Button } from '@/components/ui/button.tsx';
import { CopyIcon } from '@/components/ui/copy.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { RepublishWindow } from '@/lib/contract/republish.ts';
import { formatDuration } from '@/lib/format.ts';
import { AFTER_SWITCH_MS, BEFORE_START_MS } from '@/lib/contract/republish-window.ts';

interface Props {
  window: RepublishWindow;
  startedAt: string;
  switchedAt: string | null;
  /** Without a switch, the end is the time at which the page was opened; this sets it again. */
  onUseNow: () => void;
}

/** The exact times, why they are these, and what they do not cover. */
export function WindowPanel({ window, startedAt, switchedAt, onUseNow }: Props) {
  return (
    <Panel title="Documents published in this time may be missing">
      <Facts>
        <Fact name="From">
          <Moment at={window.from} name="Copy the start" />
          <p className="text-small text-muted">
            {formatDuration(BEFORE_START_MS / 1000)} before the backup was started (
            <Time at={startedAt} precision="seconds" show="absolute" />
            ): clocks differ, and a document may be indexed some time after it was published.
          </p>
        </Fact>
        <Fact name="To">
          <Moment at={window.to} name="Copy the end" />
          <div className="text-small text-muted">
            {switchedAt === null ? (
              <>
                When this was looked at: no switch to the restored index is recorded here.{' '}
                <Button size="small" look="quiet" onClick={onUseNow}>
                  Use the time now
                </Button>
              </>
            ) : (
              <>
                {formatDuration(AFTER_SWITCH_MS / 1000)} after the switch of the alias (
                <Time at={switchedAt} precision="seconds" show="absolute" />
                ). Later writes went to the restored index.
              </>
            )}
          </div>
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
