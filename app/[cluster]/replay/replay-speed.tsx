import { FieldGroup, SelectField } from '@/components/ui/field.tsx';
import { Segments } from '@/components/ui/segments.tsx';
import { MOST_CONCURRENT } from '@/lib/contract/limits.ts';
import { RateField } from '@/components/jobs/rate-field.tsx';
import type { ReplayAsk, ReplayChoice } from './use-replay-choice.ts';

const ABOUT = {
  fast: 'The target’s answers set the pace; it waits while the target has no room.',
  original: 'With the pauses of the capture.',
  fixed: 'At most so many requests a second.',
};

/** Can be changed while it runs. */
export function ReplaySpeed({ asked, choice: { choose, rate } }: { asked: ReplayAsk; choice: ReplayChoice }) {
  const { concurrency, speed } = asked;
  return (
    <FieldGroup legend="Speed">
      <Segments
        label="Speed"
        segments={[
          { name: 'As fast as it can', current: speed === 'fast', onSelect: () => choose({ speed: undefined }) },
          { name: 'Original', current: speed === 'original', onSelect: () => choose({ speed: 'original' }) },
          { name: 'Fixed', current: speed === 'fixed', onSelect: () => choose({ speed: 'fixed' }) },
        ]}
      />
      <p className="text-small text-muted">{ABOUT[speed]}</p>
      {speed === 'fixed' && (
        <RateField label="Requests per second" value={rate} onRate={(next) => choose({ rate: next })} />
      )}
      <SelectField
        className="mt-2"
        label="Requests at a time"
        hint="Of different documents."
        value={concurrency}
        onChange={(event) => choose({ concurrency: event.target.value })}
      >
        {Array.from({ length: MOST_CONCURRENT }, (_, place) => (
          <option key={place} value={place + 1}>
            {place + 1}
          </option>
        ))}
      </SelectField>
    </FieldGroup>
  );
}
