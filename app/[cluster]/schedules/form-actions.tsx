import { useId } from 'react';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';
import type { RetentionPreviewing } from './use-retention-preview.ts';

const WAITING = 'Wait until it is known what these rules would delete.';
const UNKNOWN =
  'The retention preview failed: it is unknown which backups these rules would delete. The schedule can be saved all the same.';

interface Props {
  /** Old backups are deleted after each run. */
  deletes: boolean;
  preview: RetentionPreviewing['state'];
  saving: boolean;
  /** Why this person may not save it. */
  blocked: string | null;
  /** The label of the button that saves. */
  verb: string;
  cancelHref: string;
}

/** Saving waits for the preview of what would be deleted. */
export function FormActions({ blocked, cancelHref, deletes, preview, saving, verb }: Props) {
  const stateId = useId();
  return (
    <StickyActions summary={deletes ? 'Old backups are deleted after each run' : ''}>
      {deletes && (
        // Its line is always there: the buttons below it do not move when the preview comes.
        <p id={stateId} role="status" className="min-h-[1lh] text-small text-muted">
          {preview === 'waiting' ? WAITING : preview === 'failed' ? UNKNOWN : ''}
        </p>
      )}
      <div className="flex flex-wrap items-start gap-2">
        <Button
          type="submit"
          look="primary"
          size="large"
          pending={saving ? 'Saving…' : preview === 'waiting' && verb}
          aria-describedby={deletes ? stateId : undefined}
          blocked={blocked}
        >
          {verb}
        </Button>
        <LinkButton look="quiet" size="large" href={cancelHref}>
          Cancel
        </LinkButton>
      </div>
    </StickyActions>
  );
}
