/** Of a text with more sentences than this, the first ones are compared: a suggestion is not worth a second. */
const maxCompared = 5000;

/** The sentence that shares most words with a text; undefined when none shares at least half of them. */
export function closestSentence(text: string, sentences: readonly string[]): string | undefined {
  const wanted = wordsOf(text);
  if (wanted.size === 0) return undefined;
  let best: string | undefined;
  let bestLikeness = 0;
  for (const sentence of sentences.slice(0, maxCompared)) {
    const words = wordsOf(sentence);
    const shared = [...wanted].filter((word) => words.has(word)).length;
    // Dice, L. R. (1945): Measures of the Amount of Ecologic Association Between Species.
    const likeness = (2 * shared) / (wanted.size + words.size);
    if (likeness > bestLikeness) {
      best = sentence;
      bestLikeness = likeness;
    }
  }
  return bestLikeness >= 0.5 ? best : undefined;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}
