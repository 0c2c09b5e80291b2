import { contains, excludes } from './families/contains.ts';
import { count } from './families/count.ts';
import { equals, oneOf } from './families/equals.ts';
import { emoji, punctuation, readingLevel } from './families/form.ts';
import { grounded } from './families/grounded.ts';
import { language } from './families/language.ts';
import { languageShare, languageSwitch } from './families/languageMix.ts';
import { length } from './families/length.ts';
import { capitalWords, letterCase } from './families/letterCase.ts';
import { matches } from './families/matches.ts';
import { endsWith, startsWith } from './families/startsEnds.ts';
import type { MetricDefinition } from './metric.ts';

/** Metrics of words, form and language. */
export const textMetrics: readonly MetricDefinition[] = [
  equals,
  oneOf,
  contains,
  excludes,
  startsWith,
  endsWith,
  matches,
  count,
  grounded,
  length,
  readingLevel,
  letterCase,
  capitalWords,
  emoji,
  punctuation,
  language,
  languageShare,
  languageSwitch,
];
