import type { Guard } from '../contract/reviews.ts';
import { AppError } from '../errors.ts';

/** Throws refused where the name of the cluster must be typed, and was not. */
export function requireTypedCluster({ typeCluster }: Guard, typed: string | undefined): void {
  if (typeCluster === undefined || typed?.trim() === typeCluster.name) return;
  throw new AppError('refused', `${typeCluster.why} Type the name of the cluster, ${typeCluster.name}, to confirm.`, {
    hint: 'Nothing was changed.',
    details: { fields: { typedCluster: `Type ${typeCluster.name}.` } },
  });
}
