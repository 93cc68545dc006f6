/** A place with backups: the whole card is a link. */
export const CARD =
  'flex h-full min-w-0 flex-col rounded-lg border bg-surface px-5 py-4 no-underline shadow-card hover:border-line-strong aria-[current]:border-accent';
