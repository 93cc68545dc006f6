import type { FoundObject } from '@/lib/contract/find.ts';
import type { Match } from '@/lib/present/match-names.ts';
import type { OtherCluster } from '../cluster-context.tsx';
import type { IconName } from '../ui/icon.tsx';

/** What has actions of its own. */
export type Target = FoundObject | { kind: 'cluster'; cluster: string; name: string };

/** One line of the palette. It only opens a page: what changes something has its review there. */
export interface Option {
  /** Unique in the list. */
  id: string;
  label: string;
  detail?: string;
  icon: IconName;
  href: string;
  /** The page's button deletes something. */
  danger?: boolean;
  /** It is on another cluster than the page. */
  on?: OtherCluster | undefined;
  target?: Target;
  /** How well it matches what is typed. */
  match: Match;
}

export interface OptionGroup {
  title: string;
  options: Option[];
}
