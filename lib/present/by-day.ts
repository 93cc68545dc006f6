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

const DAY_MS = 86_400_000;

interface Day<Item> {
  /** "2026-11-28" */
  date: string;
  /** "Today", "Yesterday", "26 November", "26 November 2025". */
  name: string;
  items: Item[];
}

/** A list in the order of its times, in groups of one UTC day. `takenAt`: when the list was read. */
export function byDay<Item>(items: readonly Item[], timeOf: (item: Item) => string, takenAt: string): Day<Item>[] {
  const days: Day<Item>[] = [];
  for (const item of items) {
    const date = timeOf(item).slice(0, 10);
    const last = days.at(-1);
    if (last?.date === date) last.items.push(item);
    else days.push({ date, name: nameOfDay(date, takenAt), items: [item] });
  }
  return days;
}

function nameOfDay(date: string, takenAt: string): string {
  if (date === '') return 'Time unknown';
  const today = takenAt.slice(0, 10);
  if (date === today) return 'Today';
  if (Date.parse(date) === Date.parse(today) - DAY_MS) return 'Yesterday';
  const [year, month, day] = date.split('-').map(Number);
  const name = MONTHS[(month ?? 0) - 1];
  if (name === undefined || day === undefined) return date;
  return `${day} ${name}${String(year) === today.slice(0, 4) ? '' : ` ${year}`}`;
}
