'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { AppError } from '@/lib/errors.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { jobs } from '@/lib/jobs/jobs.ts';
import { repositoryAsked } from '@/lib/kinds/change-repository/review.ts';
import type { RunPolicyWork } from '@/lib/kinds/run-policy/schema.ts';
import type { VerifyRepositoryWork } from '@/lib/kinds/verify-repository/schema.ts';
import { placeOf } from '@/lib/pages/place.ts';
import { planRepository } from '@/lib/pages/plan-repository.ts';

const once = z.string().min(8).max(200);

export const changeRepository = defineAction(
  {
    name: 'change repository',
    input: z.object({
      cluster: clusterKey,
      asked: repositoryAsked,
      fingerprint: z.string().min(1).max(200),
      once,
      /** Of a clean up: the name of the repository. */
      typed: z.string().max(255).optional(),
    }),
    needs: 'change-repository',
    nameOf: ({ asked: { action } }) => `${action === 'clean-up' ? 'clean up' : action} repository`,
  },
  async ({ asked, fingerprint, once: key, typed }, { cluster, actor, identity }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key,
      plan: () => planRepository({ cluster, identity }, asked),
      work: (plan) => {
        if (plan.action === 'clean-up' && typed?.trim() !== plan.repository.name)
          throw new AppError('invalid_input', 'The typed name does not match.', {
            hint: 'Nothing was deleted.',
            details: { fields: { typed: `Type ${plan.repository.name}.` } },
          });
        return { kind: 'change-repository', plan };
      },
    });
    return { job: job.id };
  },
);

export const verifyRepository = defineAction(
  {
    name: 'verify repository',
    input: z.object({ cluster: clusterKey, repository: z.string().min(1).max(255), once }),
    needs: 'verify-repository',
  },
  async ({ repository, once: key }, { cluster, actor }) => {
    const identity = await placeOf(cluster).cluster.identity();
    const work: VerifyRepositoryWork = { kind: 'verify-repository', cluster: identity, repository };
    return {
      job: jobs.start({ cluster: cluster.key, actor, work, key: `${cluster.key} verify-repository ${key}` }).id,
    };
  },
);

/** One of the cluster's own policies. */
export const runPolicyNow = defineAction(
  {
    name: 'run policy',
    input: z.object({
      cluster: clusterKey,
      policy: z.string().min(1).max(255),
      repository: z.string().min(1).max(255),
      once,
    }),
    needs: 'back-up',
  },
  async ({ policy, repository, once: key }, { cluster, actor }) => {
    const identity = await placeOf(cluster).cluster.identity();
    const work: RunPolicyWork = { kind: 'run-policy', cluster: identity, policy, repository };
    return { job: jobs.start({ cluster: cluster.key, actor, work, key: `${cluster.key} run-policy ${key}` }).id };
  },
);
