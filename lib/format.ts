/** Numbers, sizes and times as people read them. Pure: the current time is always an argument. Unknown is "unknown", never zero. */

const UNKNOWN = 'unknown';
const counts = new Intl.NumberFormat('en-GB');

/** 8,412 */
export const formatCount = (count: number | null | undefined): string =>
  count == null ? UNKNOWN : counts.format(count);

/** +12, −7,208, 0: with a real minus sign, so that columns line up. */
export function formatChange(change: number | null | undefined): string {
  if (change == null) return UNKNOWN;
  if (change === 0) return '0';
  return `${change > 0 ? '+' : '−'}${counts.format(Math.abs(change))}`;
}

/** "1 document", "8,412 documents", "unknown documents". */
export const plural = (count: number | null | undefined, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** "since 06:47 UTC" as the beginning of a sentence. */
export const capitalised = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** The verb of a count: 1 is, 2 are. */
export const areOf = (count: number): string => (count === 1 ? 'is' : 'are');

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Powers of 1,024, as Elasticsearch, Kibana and `ls -h` count: 2.1 MB. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes == null || !Number.isFinite(bytes)) return UNKNOWN;
  let size = Math.abs(bytes);
  let unit = 0;
  while (size >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 99.95 ? 0 : 1;
  return `${bytes < 0 ? '−' : ''}${size.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}

/** "86 %"; a part that is neither nothing nor all never rounds to 0 % or 100 %. */
export function formatPercent(part: number | null | undefined, whole: number | null | undefined): string {
  if (part == null || whole == null || whole === 0) return UNKNOWN;
  const percent = (part / whole) * 100;
  const rounded = percent > 0 && percent < 1 ? 1 : percent < 100 && percent > 99 ? 99 : Math.round(percent);
  return `${rounded} %`;
}

/** "0.4 s", "12 s", "3 min 20 s", "2 h 5 min", "3 days 4 h" */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return UNKNOWN;
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} days` : `${days} days ${hours % 24} h`;
}

/** "1,630 documents a second" */
export const formatRate = (rate: number | null | undefined, unit: string): string =>
  rate == null
    ? `${UNKNOWN} ${unit} a second`
    : `${unit === 'bytes' ? formatBytes(rate) : `${formatCount(Math.round(rate))} ${unit}`} a second`;

/** How long ago, roughly: "4 s", "11 h", "2 days", "3 months". */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  const days = Math.round(hours / 24);
  if (days < 60) return `${days} days`;
  const months = Math.round(days / 30.44);
  if (months < 24) return `${months} months`;
  return `${Math.round(days / 365.25)} years`;
}

/** A configured length of time, not rounded: "90 min", "36 h", "7 days". */
export function formatSpan(ms: number): string {
  const [size, unit] =
    (
      [
        [86_400_000, 'days'],
        [3_600_000, 'h'],
        [60_000, 'min'],
      ] as const
    ).find(([each]) => ms >= each && ms % each === 0) ?? ([1000, 's'] as const);
  return ms === 86_400_000 ? '1 day' : `${ms / size} ${unit}`;
}

/** "just now", "4 s ago", "11 h ago", "in 3 min". */
export function formatRelative(iso: string | number, nowMs: number): string {
  const then = typeof iso === 'number' ? iso : Date.parse(iso);
  if (Number.isNaN(then)) return UNKNOWN;
  const ms = nowMs - then;
  if (Math.abs(ms) < 1500) return 'just now';
  return ms >= 0 ? `${formatAge(ms)} ago` : `in ${formatAge(-ms)}`;
}

const toIso = (iso: string | number): string | null => {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

/** "2026-11-23 03:00:04 UTC" */
export function formatUtc(iso: string | number | null | undefined): string {
  const text = iso == null ? null : toIso(iso);
  return text === null ? UNKNOWN : `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}

/** "2026-11-23 03:00 UTC" */
export function formatUtcMinute(iso: string | number | null | undefined): string {
  const text = iso == null ? null : toIso(iso);
  return text === null ? UNKNOWN : `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

/** "03:00:04 UTC" */
export function formatUtcSeconds(iso: string | number | null | undefined): string {
  const text = iso == null ? null : toIso(iso);
  return text === null ? UNKNOWN : `${text.slice(11, 19)} UTC`;
}

/** "03:00 UTC" */
export function formatUtcClock(iso: string | number | null | undefined): string {
  const text = iso == null ? null : toIso(iso);
  return text === null ? UNKNOWN : `${text.slice(11, 16)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** "28 Nov 03:00" or "28 Nov 03:00:04" in UTC; "28 Nov 2025 03:00" in another year than the current one. */
export function formatUtcShort(
  iso: string | number | null | undefined,
  nowMs: number,
  precision: 'minutes' | 'seconds' = 'minutes',
): string {
  const text = iso == null ? null : toIso(iso);
  if (text === null) return UNKNOWN;
  const year = text.slice(0, -20);
  const [month, day] = [Number(text.slice(-19, -17)), Number(text.slice(-16, -14))];
  return `${day} ${MONTHS[month - 1]}${Number(year) === new Date(nowMs).getUTCFullYear() ? '' : ` ${year}`} ${text.slice(-13, precision === 'seconds' ? -5 : -8)}`;
}

/** "03:00 UTC" of the current day, "28 Nov 03:00 UTC" of another one. */
export const formatUtcToday = (iso: string | number, nowMs: number): string =>
  toIso(iso)?.slice(0, 10) === toIso(nowMs)?.slice(0, 10) ? formatUtcClock(iso) : `${formatUtcShort(iso, nowMs)} UTC`;

/**
 * An index's name without the part that its alias repeats: `…2026-11-23t06-11-40z-4be1…` for
 * `government-2026-11-23t06-11-40z-4be1c2d3-…`. Other names are returned unchanged.
 */
export function shortIndexName(name: string, alias?: string | null): string {
  const dated = /^(.*)-(\d{4}-\d{2}-\d{2}t\d{2}[:-]\d{2}[:-]\d{2}z)-([0-9a-f]{4})([0-9a-f-]*)$/.exec(name);
  if (dated === null) return name;
  const [, group, when, head, rest] = dated;
  return `${alias != null && group === alias ? '…' : `${group}-`}${when}-${head}${rest ? '…' : ''}`;
}

/**
 * A sentence in which the ends of dated index names are cut. Does not search for their beginnings, which would take minutes
 * in a long text without spaces.
 */
export const shortenNames = (sentence: string): string =>
  sentence.replace(/(\S-\d{4}-\d{2}-\d{2}t\d{2}[:-]\d{2}[:-]\d{2}z-[0-9a-f]{4})[-0-9a-f]+/g, '$1…');

/** Its beginning and its end, of at most 120 characters: what differs between long names is often at the end. */
export function cutMiddle(text: string, most = 120): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`;
}

/** "a, b and 3 more" */
export function formatList(items: readonly string[], maxItems = 3): string {
  if (items.length === 0) return 'none';
  const shown = items.length <= maxItems ? items : items.slice(0, maxItems);
  const remaining = items.length - shown.length;
  if (remaining > 0) return `${shown.join(', ')} and ${formatCount(remaining)} more`;
  if (shown.length === 1) return shown[0] ?? '';
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** "1,341 documents instead of 8,940: 7,599 fewer (85 %)": what an alias shows after a move, and before it. */
export function formatMove({ before, after }: { before: number | null; after: number | null }): string {
  const now = after === null ? 'an unknown number of documents' : plural(after, 'document');
  const then = before === null ? 'an unknown number' : formatCount(before);
  if (before === null || after === null) return `${now} instead of ${then}`;
  if (before === after) return `${now}, as before`;
  return after < before
    ? `${now} instead of ${then}: ${formatCount(before - after)} fewer (${formatPercent(before - after, before)})`
    : `${now} instead of ${then}: ${formatCount(after - before)} more`;
}
