import { withoutAccents } from './topics.ts';

/** Languages that the simulated model speaks (ISO 639-1). */
export type LanguageCode = 'en' | 'de' | 'fr' | 'es' | 'it' | 'nl' | 'pt' | 'pl';

/** Frequent words that tell the languages apart, accents taken off. */
const commonWords: Readonly<Record<LanguageCode, ReadonlySet<string>>> = {
  en: words(
    "there from an any be by we our us if will so at which who would could should about get got the and is are my you your i it to of in on have has not what how when can do does please it's i'm was for with this that but already still hello",
  ),
  de: words(
    'wir uns von bei bis dass ihre ihren ihnen mir mich der die das und ist sind mein meine meinen ich sie es zu in auf habe hat nicht was wie wann kann bitte war fur mit ein eine einen aber noch schon immer wird werden danke ja nein auch dem den seit wo hallo',
  ),
  fr: words(
    "nous votre notre sur qui sans tout le la les et est sont mon ma mes je vous il elle a de des du dans ai pas que quoi comment quand peux puis pour avec un une mais encore toujours oui merci bonjour ne c'est j'ai ce cette au depuis",
  ),
  es: words(
    'muy mas mucho muchos han le les podemos esto su sus nuestro nuestra hay mi el la los las y es son mi mis yo usted lo a de del en he ha no que como cuando puedo por para con un una pero todavia ya siempre si gracias hola se esta este al desde tengo',
  ),
  it: words(
    'tutte tutti nel nella alla dei ci ad nei ne nostro fino anche agli degli una suo sua loro sara questa il lo la gli le e sono mio mia io lei a di del della in ho ha non che cosa come quando posso per con un una ma ancora gia sempre si grazie buongiorno ciao questo dal da',
  ),
  nl: words(
    'wij uw kunt kunnen die tot alles wordt hebben veel daar mij de het een en is zijn mijn ik u je te van in op heb heeft niet wat hoe wanneer kan voor met maar nog al altijd ja nee dank hallo ook er dat dit sinds waar',
  ),
  pt: words(
    'lhe seu sua pode nos ate mais muito tudo depois nos feriados assim foi ter fica la o a os as e sao meu minha eu voce de do da em no na tenho tem nao que como quando posso por para com um uma mas ainda ja sempre sim obrigado obrigada ola isso esta desde ao',
  ),
  pl: words(
    'nas nam o oraz byl juz mnie i jest sa moj moja moje ja pan pani to do w na mam ma nie co jak kiedy moge dla z ze ale jeszcze juz zawsze tak dziekuje czy sie od prosze dzien dobry gdzie po',
  ),
};

const accents: readonly (readonly [LanguageCode, RegExp])[] = [
  ['de', /[äöüß]/i],
  ['fr', /[çêèœûî]|\b[cdjlnqs]['’]/i],
  ['es', /[ñ¿¡]/i],
  ['pl', /[ąćęłńśźż]/i],
  ['pt', /[ãõ]/i],
  ['it', /[ìò]|\b(?:dell|all|un|l|c)['’]/i],
];

/** The language of a customer's text, or undefined where nothing tells (a number, a name). */
export function languageOf(text: string): LanguageCode | undefined {
  const found = withoutAccents(text.slice(0, 5_000)).match(/[\p{L}'’]+/gu) ?? [];
  let best: LanguageCode | undefined;
  let bestScore = 0;
  for (const code of languageCodes) {
    let score = 0;
    for (const word of found) if (commonWords[code].has(word)) score++;
    for (const [accented, pattern] of accents)
      if (accented === code && pattern.test(text)) score += 2;
    if (score > bestScore) [best, bestScore] = [code, score];
  }
  return best;
}

/** In the order that decides ties. */
export const languageCodes: readonly LanguageCode[] = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'pl',
];

/** English and own names of the languages, for instructions such as "Reply in German". */
export const languageNames: readonly (readonly [LanguageCode, string])[] = [
  ['en', 'english'],
  ['de', 'german'],
  ['de', 'deutsch'],
  ['fr', 'french'],
  ['fr', 'français'],
  ['es', 'spanish'],
  ['es', 'español'],
  ['it', 'italian'],
  ['it', 'italiano'],
  ['nl', 'dutch'],
  ['nl', 'nederlands'],
  ['pt', 'portuguese'],
  ['pt', 'português'],
  ['pl', 'polish'],
  ['pl', 'polski'],
];

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
