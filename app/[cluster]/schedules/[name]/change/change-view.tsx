'use client';
import { useCallback } from 'react';
import type { ScheduleSpec } from '@/lib/contract/schedule.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import type { ActionAnswer } from '@/components/use-action.ts';
import { formOf, type TypedSpec } from '../../form.ts';
import { ScheduleForm, type FormPlace } from '../../schedule-form.tsx';

interface Change {
  cluster: string;
  schedule: string;
  seen: string;
  spec: TypedSpec;
}

interface Props extends FormPlace {
  spec: ScheduleSpec;
  /** Its `changedAt`: somebody else's change in the meantime refuses this one. */
  seen: string;
  change: (input: Change) => Promise<ActionAnswer<{ name: string }>>;
}

/** The form of a schedule that exists. */
export function ChangeView({ change, seen, spec, ...place }: Props) {
  const cluster = useCluster();
  const { name } = spec;
  const save = useCallback(
    (typed: TypedSpec) => change({ cluster: cluster.key, schedule: name, seen, spec: typed }),
    [change, cluster.key, name, seen],
  );
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            On {cluster.name} ({cluster.environment}). A run that is under way is not changed. With other times, nothing
            that is past counts as missed.
          </p>
        }
      >
        Change {name}
      </Heading>
      <ScheduleForm {...place} initial={formOf(spec)} schedule={name} save={save} />
    </>
  );
}
