import { useCluster } from '@/components/cluster-context.tsx';

/** Why this person may not change a schedule, or have it do what it does; null: allowed. The server checks again. */
export function useScheduleBlocked(): (needs: readonly string[]) => string | null {
  const { permitted } = useCluster();
  return (needs) => {
    for (const permission of ['manage-schedules', ...needs]) {
      const verdict = new Map(Object.entries(permitted)).get(permission);
      if (verdict === undefined) return 'This version of Restore Desk can’t do that.';
      if (!verdict.allowed) return verdict.why;
    }
    return null;
  };
}
