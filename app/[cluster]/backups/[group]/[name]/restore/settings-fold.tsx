import { ChangeTable } from '@/components/change-table.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { Fold } from '@/components/ui/fold.tsx';
import { isRoutineChange } from '@/lib/contract/routine-changes.ts';
import { plural } from '@/lib/format.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { addsToIndex } from '@/lib/kinds/restore/effect.ts';
import { mappingRows, settingRows } from '@/lib/present/change-rows.ts';
import { settingsSummary } from '@/lib/kinds/restore/summarise-review.ts';

/** What the new index gets that the backup does not have, and the other way round, each with its reason. */
export function SettingsFold({ plan }: { plan: RestorePlan }) {
  return (
    <Fold title="Settings and mappings" hint={settingsSummary(plan)}>
      {addsToIndex(plan) ? (
        <div className="text-muted">
          <IndexName name={plan.target.index} inSentence /> keeps its own settings and mappings. Those of the backup are
          not used.
        </div>
      ) : (
        <Changes plan={plan} />
      )}
    </Fold>
  );
}

function Changes({ plan: { mappings, settings } }: { plan: RestorePlan }) {
  const routine = settings.changes.filter(isRoutineChange);
  const changed = settings.changes.filter((change) => !isRoutineChange(change));
  const kept = Object.keys(settings.kept).length;
  return (
    <div className="flex flex-col gap-3">
      {changed.length > 0 && (
        <ChangeTable label="Settings that change" first="Setting" rows={settingRows(changed)} className={BLEED} />
      )}
      {mappings.changes.length > 0 && (
        <ChangeTable
          label="Mappings that change"
          first="Field"
          rows={mappingRows(mappings.changes)}
          className={BLEED}
        />
      )}
      {routine.length > 0 && (
        <details>
          <summary className="text-small text-muted">
            {plural(routine.length, 'setting')} of the old index {routine.length === 1 ? 'is' : 'are'} left out
          </summary>
          <ChangeTable
            label="Settings that are left out"
            first="Setting"
            rows={settingRows(routine)}
            className={`mt-2 ${BLEED}`}
          />
        </details>
      )}
      <p className="text-small text-muted">
        {plural(kept, 'other setting')} {kept === 1 ? 'is' : 'are'} the same as in the backup
        {mappings.changes.length === 0 && ', and so are all mappings'}.
      </p>
    </div>
  );
}

/** A table reaches the edges of its fold. */
const BLEED = 'mid:-mx-5';
