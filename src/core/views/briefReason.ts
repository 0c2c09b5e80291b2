/** Group 1: the turn that is told of. */
const opening = /^(Turn \d+: )?The reply (?:is )?/;
const countOfTurns = / \(\d+ of \d+ turns (?:do|does) not pass\.\)$/;

/** Why a case failed, for places with little room: `Turn 5: in English; German is expected`. */
export function briefReason(why: string): string {
  return why.replace(opening, '$1').replace(countOfTurns, '').replace(/\.$/, '');
}
