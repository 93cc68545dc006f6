import { Shape } from '@/components/ui/state.tsx';

/** Before the first answer: the boxes that it fills, as high as the window, so that nothing below them moves. */
export function Waiting() {
  return (
    <div className="min-h-dvh">
      <p role="status" className="flex items-center gap-2 text-muted">
        <Shape level="live" />
        Waiting for the overview…
      </p>
      <div className="mt-5 h-24 rounded-lg bg-raised" />
      <div className="mt-10 h-72 rounded-lg bg-raised" />
    </div>
  );
}
