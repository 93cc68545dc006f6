import type { Found, FoundKind, FoundObject } from '../../contract/find.ts';

/** An answer comes at each pause in typing. */
const MOST_BYTES = 18_000;
/** No list is longer than this before it is cut. */
const LONGEST = 8;

/**
 * The answer with as many objects of each kind as there is room for, at least one: names of 255 characters must be exact where
 * they are part of an address.
 */
export function fitted(whole: Found): Found {
  for (let most = LONGEST; most > 1; most--) {
    const answer = withAtMost(whole, most);
    if (Buffer.byteLength(JSON.stringify(answer)) <= MOST_BYTES) return answer;
  }
  return withAtMost(whole, 1);
}

function withAtMost(whole: Found, most: number): Found {
  const cut = <Group extends Found['elsewhere']>(group: Group): Group => ({
    ...group,
    objects: group.objects.slice(0, most),
    more: group.more + Math.max(0, group.objects.length - most),
  });
  const groups = whole.groups.map(cut);
  const elsewhere = cut(whole.elsewhere);
  return { ...whole, groups, elsewhere, actedOn: firstOfEachKind(whole.actedOn, most) };
}

function firstOfEachKind(objects: readonly FoundObject[], most: number): FoundObject[] {
  const counts = new Map<FoundKind, number>();
  return objects.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= most;
  });
}
