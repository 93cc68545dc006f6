/** Times that most people want. Others are typed as a cron expression. */
export const PRESETS: readonly { cron: string; label: string }[] = [
  { cron: '0 3 * * *', label: 'Every day at 03:00' },
  { cron: '0 */6 * * *', label: 'Every 6 hours' },
  { cron: '0 * * * *', label: 'Every hour' },
  { cron: '0 3 * * 1-5', label: 'Monday to Friday at 03:00' },
  { cron: '0 3 * * 0', label: 'Every Sunday at 03:00' },
  { cron: '0 3 1 * *', label: 'The first day of each month at 03:00' },
];
