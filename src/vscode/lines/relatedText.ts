import { type RelatedPlace, relatedLimit } from '../../core/findings/finding.ts';
import { briefReason } from '../../core/views/briefReason.ts';
import { cut } from './inlineText.ts';

/**
 * Cases that a mark leads to. VS Code lists them in the mark's hover, which is 250 pixels high, above ours: history and reply have to
 * stay in sight.
 */
const shownPlaces = 3;

/** The first places of a finding, each with what is said there: the case, why it fails in few words, and how many more there are. */
export function relatedTexts(
  related: readonly RelatedPlace[],
): readonly { readonly place: RelatedPlace; readonly text: string }[] {
  const shown = related.slice(0, shownPlaces);
  return shown.map((place, index) => {
    const why = `${place.caseId}: ${cut(briefReason(place.why))}`;
    const isLast = index === shown.length - 1;
    return { place, text: isLast ? `${why}${moreText(related.length - shown.length)}` : why };
  });
}

function moreText(more: number): string {
  if (more === 0) return '';
  // A finding holds no more places than these: how many cases there are is not known here.
  const isWhole = more + shownPlaces < relatedLimit;
  return isWhole ? ` (and ${more} more)` : ' (and more)';
}
