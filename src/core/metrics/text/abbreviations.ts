/**
 * English abbreviations after which a full stop seldom ends a sentence, in lower case and without the last
 * full stop. Written by hand from general usage.
 */
export const abbreviations: ReadonlySet<string> = new Set(
  (
    'mr mrs ms messrs mme dr prof st sr jr rev fr hon gov sen rep reps pres gen col maj capt cmdr lt sgt adm ' +
    'inc ltd corp co cos bros llc assn dept univ vs v viz cf al approx ave blvd rd hwy mt ft ext apt fig figs vol ' +
    'e.g i.e a.m p.m u.s u.k u.n u.s.a u.s.s.r d.c n.y n.j n.c s.c l.a ph.d m.d b.a m.a m.b.a a.d b.c ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tues thurs fri ' +
    'ala ariz calif colo conn fla ga ill ind kan ky mass mich minn okla ore pa tenn va wash wis'
  ).split(' '),
);

/** Words that begin a sentence far more often than they follow an abbreviation with a capital letter. */
export const sentenceStarters: ReadonlySet<string> = new Set(
  (
    'a an the this that these those he she it we they you his her its their our my your there here ' +
    'in on at for from with by as if when while after before since because although however but and or so then ' +
    'what who how why where which no not all some many most each every one also according yet once under during ' +
    'let please do is are was were can could would should will'
  ).split(' '),
);
