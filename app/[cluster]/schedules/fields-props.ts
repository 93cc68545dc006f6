import type { ErrorAt, ScheduleForm } from './form.ts';

/** What each part of the form is given. */
export interface FieldsProps {
  form: ScheduleForm;
  errorAt: ErrorAt;
  change: (change: Partial<ScheduleForm>) => void;
}
