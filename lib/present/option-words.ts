import { formatAge, formatCount, formatDuration, formatUtcShort } from '../format.ts';

/** "26 fewer than before the loss". null: one of them is unknown. */
export function compared(documents: number | null, other: number | null, what: string): string | null {
  if (documents === null || other === null) return null;
  if (documents === other) return `as many as ${what}`;
  const [size, word] = documents < other ? [other - documents, 'fewer'] : [documents - other, 'more'];
  return `${formatCount(size)} ${word} than ${what}`;
}

export const detail = (text: string | null): { detail?: string } => (text === null ? {} : { detail: `, ${text}` });
export const ageOf = (at: string, now: number): string => `${formatAge(Math.max(0, now - Date.parse(at)))} ago`;
export const dateAndAge = (at: string, now: number) => ({
  value: formatUtcShort(at, now),
  detail: `, ${ageOf(at, now)}`,
});

export function durationRange({ from, to }: { from: number; to: number }): string {
  const [least, most] = [formatDuration(from), formatDuration(to)];
  return least === most ? most : `${least} to ${most}`;
}
