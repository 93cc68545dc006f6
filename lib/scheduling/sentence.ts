import { type CronFields, type CronTimes, cronFields } from './cron.ts';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
/** More items are not read as a sentence. */
const MOST_ITEMS = 12;
/** More times than these are said as a frequency, where there is one. */
const MOST_TIMES = 4;

/** "Every day at 03:00, Europe/London". Of an expression that `requireCron` accepts; where words don't suffice, it itself. */
export const cronSentence = ({ cron, timeZone }: CronTimes): string =>
  `${wordsOf(cron) ?? `At the times of “${cron.trim()}”`}, ${timeZone}`;

function wordsOf(cron: string): string | null {
  const fields = cronFields(cron);
  if (fields === null) return null;
  const days = daysOf(fields);
  if (days === null) return null;
  const times = clockTimesOf(fields);
  const frequency = fields.hours.length === 24 || times.length > MOST_TIMES ? frequencyOf(fields) : null;
  if (frequency !== null) return days === 'Every day' ? frequency : `${frequency}, ${lowerFirst(days)}`;
  if (times.length > MOST_ITEMS) return null;
  const hours = days === 'Every day' && times.length > 2 ? stepOf(fields.hours, 24) : null;
  return hours !== null && fields.minutes.length === 1
    ? `Every ${hours} hours, at ${listOf(times)}`
    : `${days} at ${listOf(times)}`;
}

/** "Every 15 minutes"; null: the times are better listed. */
function frequencyOf({ hours, minutes }: CronFields): string | null {
  const step = minutes.length === 60 ? 1 : minutes.length === 1 ? null : stepOf(minutes, 60);
  const every = step === null ? null : step === 1 ? 'Every minute' : `Every ${step} minutes`;
  if (hours.length === 24) {
    if (every !== null && minutes[0] === 0) return every;
    if (minutes.length > MOST_ITEMS) return null;
    return `Every hour at minute${minutes.length === 1 ? '' : 's'} ${listOf(minutes.map(String))}`;
  }
  const hourStep = stepOf(hours, 24);
  if (hourStep !== null && hours.length > MOST_TIMES && minutes.length === 1)
    return `Every ${hourStep} hours from ${clockOf(hours[0], minutes[0])} to ${clockOf(hours.at(-1), minutes[0])}`;
  if (!isRun(hours)) return null;
  const times = `from ${clockOf(hours[0], minutes[0])} to ${clockOf(hours.at(-1), minutes.at(-1))}`;
  if (every !== null) return `${every} ${times}`;
  return minutes.length === 1 && hours.length > 2 ? `Every hour ${times}` : null;
}

/** How far apart values are, if they are evenly so, also from the last one to the first one of the next round; null: they aren't. */
function stepOf(values: readonly number[], round: number): number | null {
  const step = round / values.length;
  const [first = 0] = values;
  return values.length > 1 && values.every((value, place) => value === first + place * step) ? step : null;
}

/** "Every day", "Monday to Friday", "On day 1 of every month"; null: too many to list. */
function daysOf({ days, months, weekdays }: CronFields): string | null {
  const inMonths = months === null ? '' : ` in ${listOf(months.map(monthOf))}`;
  if (weekdays !== null) return `${weekdaysOf(weekdays)}${inMonths}`;
  if (days === null) return `Every day${inMonths}`;
  const ofMonths = months === null ? 'every month' : listOf(months.map(monthOf));
  if (days === 'last') return `On the last day of ${ofMonths}`;
  if (days.length > MOST_ITEMS) return null;
  const one = days.length === 1;
  const rare = months === null && days.some((day) => day > 28) ? ` that has ${one ? 'it' : 'them'}` : '';
  return `On day${one ? '' : 's'} ${listOf(days.map(String))} of ${ofMonths}${rare}`;
}

function weekdaysOf(weekdays: readonly number[]): string {
  const fromMonday = weekdays.map((day) => (day === 0 ? 7 : day)).sort((a, b) => a - b);
  const names = fromMonday.map((day) => WEEKDAYS[day % 7] ?? '');
  return names.length > 2 && isRun(fromMonday) ? `${names[0]} to ${names.at(-1)}` : `Every ${listOf(names)}`;
}

const isRun = (values: readonly number[]): boolean =>
  values.every((value, place) => value === (values[0] ?? 0) + place);
const monthOf = (month: number): string => MONTHS[month - 1] ?? '';
const clockTimesOf = ({ hours, minutes }: CronFields): string[] =>
  hours.flatMap((hour) => minutes.map((minute) => clockOf(hour, minute)));
const clockOf = (hour = 0, minute = 0): string => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
const listOf = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
/** Names of days remain capital. */
const lowerFirst = (words: string): string => words.replace(/^(?:Every|On)/, (word) => word.toLowerCase());
