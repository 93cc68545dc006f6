'use client';
import { useCallback } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import type { ActionAnswer } from '@/components/use-action.ts';
import { EMPTY_FORM, type TypedSpec } from '../form.ts';
import { ScheduleForm, type FormPlace } from '../schedule-form.tsx';

interface Props extends FormPlace {
  add: (input: { cluster: string; spec: TypedSpec }) => Promise<ActionAnswer<{ name: string }>>;
}

/** A schedule that does not exist yet. */
export function NewView({ add, ...place }: Props) {
  const cluster = useCluster();
  const save = useCallback((spec: TypedSpec) => add({ cluster: cluster.key, spec }), [add, cluster.key]);
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            For {cluster.name} ({cluster.environment}). It runs by itself from its next time on, and needs no approval.
          </p>
        }
      >
        New schedule
      </Heading>
      <ScheduleForm {...place} initial={EMPTY_FORM} schedule={null} save={save} />
    </>
  );
}
