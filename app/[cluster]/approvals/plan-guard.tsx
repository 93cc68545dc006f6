import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { CopyIcon } from '@/components/ui/copy.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { TypedName } from '@/components/ui/typed-name.tsx';
import { REASON_CHARACTERS } from '@/lib/contract/limits.ts';
import type { DocumentsOfMove } from '@/lib/contract/documents-of-move.ts';
import type { Guard } from '@/lib/contract/reviews.ts';
import { plural } from '@/lib/format.ts';
import { ApprovalGate } from './approval-gate.tsx';

/** What is sent with a plan for a protected cluster, or with documents of another one; checked again by the server. */
export interface Confirmation {
  /** The alias's name. */
  typed?: string;
  /** The name of the cluster. */
  typedCluster?: string;
  /** Why it can't wait for a second person's approval. */
  breakGlass?: string;
  /** The documents before and after the move, as displayed beside the tick that accepts their loss. */
  acceptedLoss?: DocumentsOfMove;
}

/** What a protected cluster requires before a plan is applied, and what was entered so far. */
export function useGuard(guard: Guard) {
  const [typed, setTyped] = useState('');
  const [typedCluster, setTypedCluster] = useState('');
  const [reason, setReason] = useState('');
  const waits = guard.approval.state === 'needed' || guard.approval.state === 'requested';
  const confirmation: Confirmation = {
    ...(guard.typeToConfirm === null ? {} : { typed: typed.trim() }),
    ...(guard.typeCluster === undefined ? {} : { typedCluster: typedCluster.trim() }),
    ...(waits && reason.trim() !== '' ? { breakGlass: reason.trim() } : {}),
  };
  const missingCluster =
    guard.typeCluster !== undefined && typedCluster.trim() !== guard.typeCluster.name
      ? 'Type the name of the cluster first.'
      : null;
  /** Why the button can't be pressed yet. */
  const missing =
    missingCluster ??
    (guard.typeToConfirm !== null && typed.trim() !== guard.typeToConfirm
      ? 'Type the name of the alias first.'
      : null) ??
    (waits ? missingReason(reason.trim(), guard.approval.state) : null);
  /** The button then does without the second person, and says so. */
  const breaksGlass = waits && reason.trim().length >= REASON_CHARACTERS;
  return {
    guard,
    typed,
    setTyped,
    typedCluster,
    setTypedCluster,
    reason,
    setReason,
    confirmation,
    missingCluster,
    missing,
    breaksGlass,
  };
}

/** Why a plan without an approval can't be applied yet; null: the reason is long enough to break the glass. */
function missingReason(reason: string, state: Guard['approval']['state']): string | null {
  if (reason.length >= REASON_CHARACTERS) return null;
  if (reason !== '')
    return `The reason has ${plural(reason.length, 'character')}; at least ${REASON_CHARACTERS} are needed.`;
  return state === 'requested' ? 'It waits for a second person’s approval.' : 'It needs a second person’s approval.';
}

interface Props {
  fingerprint: string;
  given: ReturnType<typeof useGuard>;
  errors: Record<string, string>;
}

export function PlanGuard({ fingerprint, given, errors }: Props) {
  const cluster = useCluster();
  const { guard, typed, setTyped, reason, setReason } = given;
  return (
    <>
      <TypedClusterField given={given} error={errors.typedCluster} />
      {guard.typeToConfirm !== null && (
        <TextField
          className="mt-3"
          mono
          label={`${cluster.name} is protected: type the name of the alias`}
          hint={
            <>
              It confirms {guard.confirms}. The name:{' '}
              <code className="text-text select-all">{guard.typeToConfirm}</code>
              <CopyIcon always text={guard.typeToConfirm} label={`Copy the name ${guard.typeToConfirm}`} />
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={errors.confirmation}
        />
      )}
      {guard.approval.state !== 'not-needed' && (
        <div className="mt-3">
          <ApprovalGate
            asked={{ fingerprint, ...(guard.typeCluster === undefined ? {} : { typedCluster: given.typedCluster }) }}
            missing={given.missingCluster}
            approval={guard.approval}
            reason={reason}
            onReason={setReason}
          />
          {errors.breakGlass && (
            <p role="alert" className="mt-1 font-semibold text-bad">
              {errors.breakGlass}
            </p>
          )}
        </div>
      )}
    </>
  );
}

/** Asked before documents of another cluster are written to this one. */
function TypedClusterField({ given, error }: { given: Props['given']; error: string | undefined }) {
  const { typeCluster } = given.guard;
  if (typeCluster === undefined) return null;
  return (
    <TypedName
      label="Type the name of this cluster to write to it"
      name={typeCluster.name}
      hint={typeCluster.why}
      value={given.typedCluster}
      onChange={given.setTypedCluster}
      error={error}
    />
  );
}
