import { BeforeAfter } from '@/components/before-after.tsx';
import { ChangeTable } from '@/components/change-table.tsx';
import { CheckPanel } from '@/components/check-panel.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Fact, Facts } from '@/components/ui/panel.tsx';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { PlanReview } from '@/lib/contract/reviews.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { mappingRows, settingRows } from '@/lib/present/change-rows.ts';

/** All that a second person approves: alias, backup, choices, checks, and changed settings and mappings. */
export function ReviewedPlan({ review, changed }: { review: PlanReview; changed: boolean }) {
  return (
    <>
      {changed && <p className="font-semibold">The plan as it is now:</p>}
      <BeforeAfter before={review.before} after={review.after} />
      <BackupAndChoices review={review} />
      <CheckPanel checks={review.checks} />
      <Changes review={review} />
    </>
  );
}

function BackupAndChoices({ review: { backup, choices = [] } }: { review: PlanReview }) {
  if (backup === undefined && choices.length === 0) return null;
  return (
    <Facts>
      {backup && (
        <Fact name="Backup">
          <code>
            <BreakLongName text={backup.id} />
          </code>
          , {plural(backup.documents, 'document')}
          {backup.takenAt !== null && (
            <>
              , <Time at={backup.takenAt} />
            </>
          )}
        </Fact>
      )}
      {choices.map(({ name, value }) => (
        <Fact key={name} name={name}>
          <BreakLongName text={value} />
        </Fact>
      ))}
    </Facts>
  );
}

function Changes({ review: { changesLeftOut = 0, mappings = [], settings = [] } }: { review: PlanReview }) {
  const rows = [...settingRows(settings), ...mappingRows(mappings)];
  if (rows.length === 0) return null;
  const all = formatCount(rows.length + changesLeftOut);
  return (
    <Folds>
      <Fold title="Changed settings and mappings" hint={all}>
        <ChangeTable label="Changed settings and mappings" first="Setting or field" rows={rows} />
        {changesLeftOut > 0 && (
          <p className="mt-2 text-small text-muted">{formatCount(changesLeftOut)} more are on the review.</p>
        )}
      </Fold>
    </Folds>
  );
}
