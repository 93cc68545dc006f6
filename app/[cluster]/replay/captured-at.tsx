import { Time } from '@/components/ui/time.tsx';

/** When something was captured, in a table. */
export const CapturedAt = ({ time }: { time: string }) => (
  <Time at={time} precision="seconds" show="absolute" zone={false} />
);
