import { useState } from 'react';
import { TypedName } from '@/components/ui/typed-name.tsx';
import type { Guard } from '@/lib/contract/reviews.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { indexToType } from '@/lib/kinds/restore/typed-index.ts';
import { isTyped, textToType, type IndexToType } from '@/lib/index-to-type.ts';
import { isLive, targetUseOf } from '@/lib/kinds/restore/target-use.ts';

/** Checked again by the server. */
export interface TypedIndexConfirmation {
  typedIndex?: string;
}

/** The name of the index, typed before a restore writes into it. A protected cluster asks for the alias's name instead. */
export function useTypedIndex(plan: RestorePlan, guard: Guard) {
  const [typed, setTyped] = useState('');
  const asked = guard.typeToConfirm === null ? indexToType(plan) : null;
  const missing = asked !== null && !isTyped(typed, asked) ? 'Type the name of the index first.' : null;
  const confirmation: TypedIndexConfirmation = asked === null ? {} : { typedIndex: typed.trim() };
  return { name: asked, live: isLive(targetUseOf(plan)), typed, setTyped, missing, confirmation };
}

interface Props {
  typed: ReturnType<typeof useTypedIndex>;
  name: IndexToType;
  error: string | undefined;
}

export function TypedIndexField({ typed: { live, typed, setTyped }, name, error }: Props) {
  return (
    <TypedName
      label={`Type the name of the ${live ? 'live ' : ''}index to write into it`}
      name={textToType(name)}
      hint={
        name.short === null
          ? undefined
          : 'The alias and the first four characters of its id. The full name is accepted too.'
      }
      value={typed}
      onChange={setTyped}
      error={error}
    />
  );
}
