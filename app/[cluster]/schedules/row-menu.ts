import type { ScheduleRow } from '@/lib/contract/schedules-page.ts';
import { paths } from '@/components/paths.ts';
import type { MenuItem } from '@/components/ui/menu.tsx';
import type { RowActing } from './use-row-actions.ts';

interface Known {
  cluster: string;
  /** By the permissions that are needed besides. */
  blocked: (needs: readonly string[]) => string | null;
  acting: RowActing;
  onRemove: (name: string) => void;
}

/** What can be done with a schedule. Pausing and removing need less than having it run. */
export function itemsOf({ name, needs, paused, standing }: ScheduleRow, known: Known): MenuItem[] {
  const { acting, blocked, cluster, onRemove } = known;
  const busy = acting.pending ? 'Wait until the last change is done.' : null;
  return [
    {
      label: 'Run now',
      icon: 'replay',
      blocked:
        blocked(needs) ??
        busy ??
        (standing.state === 'running' ? 'A run is under way: only one runs at a time.' : null),
      onSelect: () => void acting.act('runNow', name),
    },
    paused
      ? {
          label: 'Resume',
          icon: 'replay',
          blocked: blocked(needs) ?? busy,
          onSelect: () => void acting.act('resume', name),
        }
      : { label: 'Pause', icon: 'pause', blocked: blocked([]) ?? busy, onSelect: () => void acting.act('pause', name) },
    { label: 'Change', icon: 'edit', href: paths.changeSchedule(cluster, name), blocked: blocked(needs) },
    { label: 'Runs and jobs', icon: 'jobs', href: paths.schedule(cluster, name) },
    { label: 'Remove', icon: 'trash', danger: true, blocked: blocked([]) ?? busy, onSelect: () => onRemove(name) },
  ];
}
