import type { SettingChange } from './plan.ts';

/** Dropped because it names the old index: expected in every restore, so it is folded away. */
export const isRoutineChange = ({ action, name }: SettingChange): boolean =>
  action === 'dropped' &&
  /^index\.(uuid|history\.uuid|provided_name|creation_date.*|version\..*|resize\..*)$/.test(name);
