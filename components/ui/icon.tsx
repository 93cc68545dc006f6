import { classes } from './classes.ts';

/** Outlines in a box of 16 × 16. */
const PATHS = {
  home: 'M2.5 6.6 8 2.2l5.5 4.4V13a.6.6 0 0 1-.6.6H3.1a.6.6 0 0 1-.6-.6zM6.3 13.5V9.6h3.4v3.9',
  indices:
    'M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2zM2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2',
  backups: 'M2 3h12v3.2H2zM3 6.2V13h10V6.2M6.5 9h3',
  jobs: 'M1.5 8h3l2-5 3 10 2-5h3',
  audit:
    'M4.1 2h7.8c.3 0 .6.3.6.6v10.8c0 .3-.3.6-.6.6H4.1a.6.6 0 0 1-.6-.6V2.6c0-.3.3-.6.6-.6zM6 5.5h4M6 8h4M6 10.5h2.5',
  restore: 'M2.5 2.8v3.4h3.4M2.8 6.2A5.6 5.6 0 1 1 2.4 9M8 5v3.2l2 1.3',
  switch: 'M2.5 5.5h10M9.5 2.5l3 3-3 3M13.5 10.5h-10M6.5 7.5l-3 3 3 3',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6.5',
  verify: 'M8 1.8 13 3.6v4c0 3.2-2.1 5.4-5 6.6-2.9-1.2-5-3.4-5-6.6v-4zM5.7 8l1.6 1.6 3-3.2',
  trash: 'M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.6 6.8v4M9.4 6.8v4',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.5h11',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  updown: 'M5 6.2 8 3.2l3 3M5 9.8l3 3 3-3',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  menu: 'M2.5 5h11M2.5 11h11',
  theme:
    'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.2M8 5.2h.01',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM14 14l-3.4-3.4',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  plus: 'M8 3v10M3 8h10',
  zip: 'M9.3 1.8H4.1a.6.6 0 0 0-.6.6v11.2c0 .3.3.6.6.6h7.8c.3 0 .6-.3.6-.6V5zM9.3 1.8V5h3.2M6.2 4.5h1.2M6.2 7h1.2M6.2 9.5h1.2v2.2H6.2z',
  external: 'M6 3H3v10h10v-3M9 2.5h4.5V7M13.5 2.5 7.5 8.5',
  compare: 'M2.5 3h4v10h-4zM9.5 3h4v10h-4z',
  replay: 'M2.5 3.8v8.4L8 8zM8 3.8v8.4L13.5 8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.7-.9 1.3M8 11.3h.01',
  signOut: 'M6.5 13.5h-4v-11h4M6.5 8h7M10.8 5.2 13.5 8l-2.7 2.8',
  user: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 13.6a5.2 5.2 0 0 1 10.4 0',
  repositories: 'M2.5 2.8h11v4.4h-11zM2.5 8.8h11v4.4h-11zM5 5h.01M5 11h.01',
  snapshot:
    'M1.8 5.3a.6.6 0 0 1 .6-.6h2.4L6 3h4l1.2 1.7h2.4c.3 0 .6.3.6.6v7a.6.6 0 0 1-.6.6H2.4a.6.6 0 0 1-.6-.6zM8 10.8a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  drill: 'M6 2v4.2L2.8 12a1.3 1.3 0 0 0 1.2 2h8a1.3 1.3 0 0 0 1.2-2L10 6.2V2M5 2h6M4.6 9.5h6.8',
  edit: 'M3 13l.6-2.6 7.3-7.3 2 2-7.3 7.3zM9.5 4.5l2 2',
  incident: 'M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4zM8 5v3.4M8 11h.01',
  bell: 'M8 2a3.8 3.8 0 0 0-3.8 3.8c0 3.6-1.5 4.9-1.5 4.9h10.6s-1.5-1.3-1.5-4.9A3.8 3.8 0 0 0 8 2zM6.6 13.2a1.5 1.5 0 0 0 2.8 0',
  check: 'm3 8.4 3.2 3.2L13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
} as const;

export type IconName = keyof typeof PATHS;

/** A decoration: what it means is in the words beside it, or in the label of its button. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'dots' ? 2.2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={classes('size-4 flex-none', className)}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
