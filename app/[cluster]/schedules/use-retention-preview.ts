import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { failureOf } from '@/components/route-request.ts';
import { previewIn, type RetentionAnswer } from '@/components/schedules/retention-answer.ts';
import { isAsked, retentionPreviewQuery, type AskedRetention } from '@/components/schedules/queries.ts';
import { useDebounced } from '@/components/use-debounced.ts';
import type { ScheduleForm } from './form.ts';
import type { SelectionAsked } from './use-asked-selection.ts';

/**
 * `none`: nothing would be deleted, or what to delete is not chosen yet. `waiting`: of exactly what is typed there is no preview
 * yet. `refused`: what is typed can't be used, which is said beside its field. `failed`: it is unknown.
 */
type PreviewState = 'none' | 'waiting' | 'shown' | 'refused' | 'failed';

export interface RetentionPreviewing {
  query: UseQueryResult<RetentionAnswer>;
  state: PreviewState;
}

/** What the rules would delete now, as they are typed. `schedule`: the saved one; null: a new one. */
export function useRetentionPreview(
  form: ScheduleForm,
  selection: SelectionAsked,
  schedule: string | null,
): RetentionPreviewing {
  const { key } = useCluster();
  const rules = useDebounced(form.rules, 400);
  const asked = askedOf(form, rules, selection, schedule);
  const query = useQuery(retentionPreviewQuery(key, asked));
  return { query, state: previewState({ asked, selection, settled: rules === form.rules, query }) };
}

interface Known {
  asked: AskedRetention | null;
  selection: SelectionAsked;
  /** What was typed is what was asked for. */
  settled: boolean;
  query: Pick<UseQueryResult<RetentionAnswer>, 'data' | 'error' | 'errorUpdateCount' | 'isPlaceholderData'>;
}

export function previewState({ asked, query, selection, settled }: Known): PreviewState {
  if (asked === null) return 'none';
  if (selection.state === 'pending' || !settled) return 'waiting';
  if (selection.state === 'failed') return 'failed';
  if (!isAsked(asked)) return 'none';
  if (query.isPlaceholderData) return 'waiting';
  if (previewIn(query.data) !== undefined) return 'shown';
  if (query.error !== null && failureOf(query.error).code === 'invalid_input') return 'refused';
  // While it is asked again there is no error.
  return query.error === null && (query.data !== undefined || query.errorUpdateCount === 0) ? 'waiting' : 'failed';
}

function askedOf(
  { deletes, kind, timeZone, to }: ScheduleForm,
  rules: ScheduleForm['rules'],
  { asked }: SelectionAsked,
  schedule: string | null,
): AskedRetention | null {
  if (!deletes || kind === 'drill' || (kind === 'snapshot' && to === '')) return null;
  return {
    ...asked,
    ...(schedule === null ? {} : { schedule }),
    kind,
    ...(to === '' ? {} : { to }),
    timeZone,
    ...rules,
  };
}
