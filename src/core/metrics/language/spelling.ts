/** What one feature of a word's spelling says against a language. */
export interface SpellingCue {
  /** Languages that do not write so; the others of the same script are left as they are. */
  readonly languages: readonly string[];
  readonly pattern: RegExp;
  /** Natural-log units per match. */
  readonly weight: number;
}

/**
 * Letters beyond a-z (or beyond the common Cyrillic ones) that a language writes. A letter outside the list of a
 * language speaks against that language. Only languages with a settled alphabet are listed.
 */
export const ownLetters: Readonly<Record<string, string>> = {
  af: 'êëéèôöûüïîáúóòŉ',
  ast: 'áéíóúüñḥḷ',
  az: 'əçğıiöşü',
  bs: 'čćđšž',
  ca: 'àèéíïòóúüç·ŀ',
  cs: 'áčďéěíňóřšťúůýž',
  cy: 'âêîôûŵŷáéíóúẃýäëïöüẅÿàèìòùẁỳ',
  da: 'æøåéü',
  de: 'äöüßé',
  en: 'éïöçèêàñ',
  eo: 'ĉĝĥĵŝŭ',
  es: 'áéíóúüñ',
  et: 'äöõüšž',
  eu: 'ñçü',
  fi: 'äöåšž',
  fo: 'áðíóúýæø',
  fr: 'àâæçéèêëîïôœùûüÿ',
  ga: 'áéíóú',
  gl: 'áéíóúüïñ',
  hr: 'čćđšž',
  hu: 'áéíóöőúüű',
  id: 'é',
  is: 'áðéíóúýþæö',
  it: 'àèéìíîòóùú',
  lt: 'ąčęėįšųūž',
  lv: 'āčēģīķļņšūžōŗ',
  ms: 'é',
  mt: 'ċġħżàèìòù',
  nb: 'æøåéòóôèêü',
  nl: 'ëïéèêöüóáíç',
  nn: 'æøåéòóôèêü',
  pl: 'ąćęłńóśźż',
  pt: 'áâãàçéêíóôõúü',
  ro: 'ăâîșşțţ',
  sk: 'áäčďéíĺľňóôŕšťúýž',
  sl: 'čšž',
  sq: 'çëê',
  'sr-Latn': 'čćđšž',
  sv: 'åäöéàü',
  sw: '',
  tl: 'ñáéíóúàèìòùâêîôû',
  tr: 'çğıiöşüâîû',
  br: 'ñùêâ',
  ceb: 'ñ',
  fy: 'âêôûúëïöü',
  gd: 'àèìòù',
  ha: 'ɓɗƙƴ',
  hsb: 'ćčěłńóřšž',
  ht: 'èòàé',
  ilo: 'ñ',
  jv: 'éè',
  ku: 'çêîşû',
  la: 'æœ',
  lb: 'äëéüöèêîôâ',
  mg: 'ôàéñ',
  oc: 'áàçéèíïóòúü',
  rw: '',
  sn: '',
  so: '',
  st: 'š',
  su: 'é',
  tk: 'äçžňöşüý',
  tn: 'êôš',
  uz: '',
  vi: 'ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ',
  war: 'ñ',
  xh: '',
  yo: 'ẹọṣáàéèíìóòúùńǹ',
  zu: '',
  be: 'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  bg: 'абвгдежзийклмнопрстуфхцчшщъьюяѝ',
  kk: 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя',
  ky: 'абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя',
  mk: 'абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ',
  mn: 'абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя',
  ru: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  sr: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  tg: 'абвгғдеёжзийӣкқлмнопрстуӯфхҳчҷшъэюя',
  tt: 'аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя',
  uk: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
};

const word = (body: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{M}'])(?:${body})(?![\\p{L}\\p{M}])`, 'gu');
const end = (body: string): RegExp => new RegExp(`\\p{L}{2}(?:${body})(?![\\p{L}\\p{M}])`, 'gu');
const inside = (body: string): RegExp => new RegExp(body, 'gu');
const notIn = (languages: string, weight: number, pattern: RegExp): SpellingCue => ({
  languages: languages.split(' '),
  pattern,
  weight,
});

/**
 * Spellings that tell close languages apart, from general knowledge of their orthographies. Matched on lower-case text.
 *
 * Each says which languages do not write so. A cue for a language would also help it against languages it has nothing
 * to do with; a cue against its neighbours does not.
 *
 * Made when first asked for: to compile the patterns takes as long as to read a suite.
 */
export function spellingCues(): readonly SpellingCue[] {
  made ??= makeCues();
  return made;
}

let made: readonly SpellingCue[] | undefined;

const makeCues = (): readonly SpellingCue[] => [
  // Danish writes soft b, d, g where Norwegian has p, t, k, and never doubles a consonant at the end of a word.
  notIn('da', 1.5, inside('(?:ll|mm|nn|tt|kk|ss|pp|ff)(?!\\p{L})')),
  notIn('da', 1.5, end('het|heten|heter|hetene|hetens|sjon|sjonen|sjoner|sjonal|sjonale|sjonalt')),
  notIn('da', 1.5, end('skap|skapet|skaper|skapets|skaps')),
  notIn('da', 1.3, inside('øy|ei(?!n)|ski|tj(?=[aeouø])|kje')),
  notIn(
    'da',
    1.2,
    word(
      '\\p{L}*(?:dømm|dømt|rett|vern|verdig|lov(?:en)?bestemm|språk|hjelp|arbeid|stemm(?!e)|trell)\\p{L}*',
    ),
  ),
  notIn('da', 1, word('\\p{L}+(?:ert|erte|ene|enes)')),
  notIn('nb nn sv', 1.5, end('hed|heden|heder|hederne|hedens|skab|skabet|skaber|skabets|skabs')),
  notIn(
    'nb nn',
    1.5,
    end('tion|tionen|tioner|tional|tionale|tionalt|erne|ernes|igt|eret|erede|ering|eringen'),
  ),
  notIn('nb nn', 1.3, inside('øj|eje|æn|æld|æg|øg|(?:[aeiouyæøå])(?:gt|bt)(?!\\p{L})|tz|x')),
  notIn('nb', 1, word('\\p{L}*(?:[aeiouyæøå])(?:ge|bes|be|ber)')),
  notIn(
    'nb nn',
    1,
    word(
      'ret|lige|retten|rettighed\\p{L}*|stilling\\p{L}*er|arbejde\\p{L}*|lov\\p{L}*ning|hvad|sprog|gang',
    ),
  ),
  notIn('nb', 1.5, end('heit|heita|leik|leiken|inga|ane|ande|leg|lege')),
  notIn('nn', 1.2, end('het|heten|heter|hetene|lig|lige|else|elsen|elser|ene')),
  notIn('da nb nn', 1, inside('ck|ä|ö')),
  // Norwegian puts the owner behind a noun with its article; Danish does not.
  notIn(
    'da',
    2.5,
    word('\\p{L}{3,}(?:en|et|ene) (?:min|din|sin|mitt|ditt|sitt|mine|dine|sine|vår|vårt|våre)'),
  ),
  // Portuguese, Galician, Spanish, Asturian, Catalan, Occitan.
  notIn('es ast gl ca oc', 1.5, inside('ção|ções|ão|ões|lhe|nh[ao]|ss')),
  notIn('pt', 1.5, end('ción|ciones|cións|ció|cions|cion')),
  notIn('es', 1.3, end('cións|dade|dades|ció|cions|ment|tat|tats')),
  notIn('gl', 1.3, end('ciones|dad|ció|cions|ment|tat|tats|ção|ções|miento|mientos')),
  notIn('ca oc', 1.3, end('ción|ciones|dade|dades|dad|mento|miento')),
  notIn('ca', 1.3, end('cion')),
  notIn('oc', 1.3, end('ció')),
  notIn('gl pt', 1, inside('ie(?=[nr])|ue(?=[rnbv])|y')),
  notIn('es pt', 1, inside('x(?=[aeiouáéíóú]\\p{L}*)(?<![aeo]x)')),
  notIn('es pt gl', 1.2, inside("(?:^|[^\\p{L}])[dlnms]'|l·l|ny")),
  notIn('gl pt', 1, inside('[iu]ct')),
  notIn(
    'gl pt',
    1.2,
    word(
      'y|del|muy|pero|tenemos|tiene|tienen|eso|esto|hay|usted|ahora|también|cuando|hasta|nuestr[oa]s?|unas?|unos',
    ),
  ),
  // Czech and Slovak.
  notIn('sk', 1.5, inside('ř|ě|ů|ou(?!\\p{L})')),
  notIn('cs', 1.5, inside('ľ|ĺ|ŕ|ô|ä|ia|ie(?!m|v)|iu|dz')),
  notIn('cs', 1.2, end('osť|osti?ou|ť|ov[aáe]?ť')),
  notIn('sk', 1.2, end('ost|ností|ího|ech|ovat|ít|ání|ení')),
  // South Slavic in Latin letters: Slovenian has no ć or đ; Serbian says e where Croatian and Bosnian say ije or je.
  notIn('sl', 2, inside('ć|đ')),
  notIn('hr bs sr-Latn', 0.8, end('ega|emu|ost|osti|nost|anjem|imi|ajo|ijo')),
  notIn('sr-Latn', 1.3, inside('ije(?!\\p{L}{0,1}n)|[lvmtd]je[lvstdrč]')),
  notIn(
    'hr',
    1.2,
    word(
      'ko|niko|neko|svako|šta|opšt\\p{L}*|uslov\\p{L}*|hiljad\\p{L}*|bezb\\p{L}*|lic[aeu]|tokom|porodic\\p{L}*|također',
    ),
  ),
  notIn(
    'bs sr-Latn',
    1.2,
    word(
      'tko|netko|svatko|nitko|tijekom|opć\\p{L}*|sustav\\p{L}*|povijest\\p{L}*|tisuć\\p{L}*|uvjet\\p{L}*|glede|obitelj\\p{L}*',
    ),
  ),
  // Serbian e for the old yat, where Croatian and Bosnian say ije or je.
  notIn(
    'hr bs',
    1.5,
    word(
      'uvek|gde|ovde|negde|svuda|posle|pre|mlek[oau]|be[lo]l?[oaie]|lep[oaie]?|vreme|vremena|dete|deteta|mest[oaue]|svet(?:a|u|om|ski|ske)?|čovek\\p{L}*|reči?|nedelj\\p{L}*|cen[aeu]|tel[oau]|dve|razume\\p{L}*|hte[ol]\\p{L}*|vide[ol]\\p{L}*|primer\\p{L}*|umesto|promen\\p{L}*|ver[aeu]|devojk\\p{L}*|pesm\\p{L}*|sneg\\p{L}*|lek\\p{L}*|deo|dela|ceo|cel[aoeu]|sred[aeu]|levo|zahtev\\p{L}*|obezbed\\p{L}*|bezbed\\p{L}*|sprečava\\p{L}*|smeju|sme|razvija?nj\\p{L}*|izme[dđ]u',
    ),
  ),
  notIn(
    'hr',
    1.2,
    word(
      'hljeb\\p{L}*|hleb\\p{L}*|voz|voza|vozom|vozu|vazduh\\p{L}*|fabrik\\p{L}*|sedmic\\p{L}*|januar\\p{L}*|februar\\p{L}*|avgust\\p{L}*|septemb\\p{L}*|oktob\\p{L}*|novemb\\p{L}*|decemb\\p{L}*|evrop\\p{L}*|hemij\\p{L}*|kaf[aeu]|kafom|kahv\\p{L}*|tačn\\p{L}*|tačk\\p{L}*|sreć(?:an|n\\p{L}*)|h?istorij\\p{L}*|lahk\\p{L}*|mehk\\p{L}*|štamp\\p{L}*|takođe',
    ),
  ),
  notIn(
    'bs sr-Latn',
    1.2,
    word(
      'kruh\\p{L}*|tjedan|tjedn\\p{L}*|vlak(?:a|u|om|ovi)?|kolodvor\\p{L}*|tvornic\\p{L}*|glazb\\p{L}*|siječ(?:anj|nja|nju)|veljač\\p{L}*|ožuj\\p{L}*|trav(?:anj|nja|nju)|svib(?:anj|nja|nju)|lip(?:anj|nja|nju)|srp(?:anj|nja|nju)|kolovoz\\p{L}*|ruj(?:an|na|nu)|listopad\\p{L}*|studeni|studenog|prosin\\p{L}*|europ\\p{L}*|kemij\\p{L}*|kav[aeu]|kavom|točn\\p{L}*|točk\\p{L}*|rajčic\\p{L}*|juh[aeu]',
    ),
  ),
  notIn(
    'sr-Latn',
    1.2,
    word(
      'zrak\\p{L}*|nogomet\\p{L}*|suh\\p{L}*|kuha\\p{L}*|sret(?:an|n\\p{L}*)|gdje|ovdje|uvijek|poslije|prije|mjest\\p{L}*|svijet\\p{L}*|čovjek\\p{L}*|riječ\\p{L}*|vrijeme|lijep\\p{L}*|dijet\\p{L}*|mlijek\\p{L}*|dvije|razumije\\p{L}*|vjer\\p{L}*|primjer\\p{L}*|cijen\\p{L}*|tijel\\p{L}*|dio|cijel\\p{L}*|htio|htjel\\p{L}*|vidio|vidjel\\p{L}*|željel\\p{L}*',
    ),
  ),
  notIn(
    'hr sr-Latn',
    1.2,
    word('lahko|mehko|kahv\\p{L}*|historij\\p{L}*|uposlen\\p{L}*|hljeb\\p{L}*|sahat\\p{L}*'),
  ),
  // Indonesian and Malay.
  notIn('ms', 1.5, end('isasi|itas')),
  notIn(
    'ms',
    1.5,
    word(
      'karena|bahwa|hukum|bisa|siapa|warga|kewarganegaraan|pengadilan|sipil|berbeda|maupun|ataupun',
    ),
  ),
  notIn(
    'id',
    1.5,
    word(
      'kerana|bahawa|mana-mana|mahkamah|boleh|ialah|iaitu|sesiapa|kebangsaan|hendaklah|kesihatan|undang',
    ),
  ),
  // Dutch, Afrikaans and Frisian.
  notIn('af', 1.3, inside('ij|sch|cht(?!\\p{L})|tie(?!\\p{L})|z')),
  notIn(
    'nl',
    1.2,
    inside(
      'sk(?=[aeiouy])|gt(?!\\p{L})|sies?(?!\\p{L})|lik(?!\\p{L})|(?<=[bdghklmnprstvw])y(?=[dknst])',
    ),
  ),
  // Cyrillic and its close pairs.
  notIn('mk sr', 1.5, inside('ъ|щ|ю|я|й|ь')),
  notIn('bg', 1.5, inside('ј|љ|њ|џ')),
  notIn(
    'ru uk be',
    1.2,
    word(
      'си|съм|че|какво|къде|кога|това|този|тази|тези|аз|ние|вие|сте|бях|беше|няма|днес|утре|току|искам|мога|трябва|след|благодаря|моля|ѝ|са|със|във',
    ),
  ),
  // Doubled vowels are long vowels of Kyrgyz and Mongolian.
  notIn('ru uk be bg sr mk', 1.5, inside('уу|ээ|ыы')),
  notIn(
    'ru uk be bg sr mk',
    1.2,
    word(
      'жакшы|мага|сага|жардам|бер\\p{L}*|менин|сенин|эмне|кайда|качан|рахмат|сайн|байна|уу|юу|та|би|бид|танай|миний|хаана|хэрхэн',
    ),
  ),
  // A syllable without a vowel, as in „држи“ or „трг“: there Bulgarian and the eastern languages always write one.
  notIn('bg ru uk be', 1.5, inside('[бвгджзкмнпстфхц]р[бвгджзкмнпстфхцчш]')),
  notIn('ru uk be', 1, end('ият|ото|ата')),
  notIn('bg', 1.2, end('ость|ости|ого|ому|ать|ить|ый|ий|ых|их|ами|ення|ння|ість')),
  notIn('ru', 1.2, end('ость?ю|ння|ість|ості|ати|ити|ої|ів')),
  notIn('uk', 1.2, end('ние|ния|ость|ого\\b|ать|ить')),
  // Devanagari.
  notIn('hi ne', 2, inside('ळ')),
  notIn('hi', 1.3, end('च्या|ाचा|ाची|ाचे|ांना|ामध्ये|ांचा|ांचे|ांची|हरू|लाई|बाट')),
  notIn('mr ne', 1, word('है|हैं|का|की|के|और|किसी|किया|अपने|अपनी|अपना|उसके|इस|तथा|एवं|होगा|कि|जो|से')),
  notIn('mr', 0.8, word('को|ने|में|या|हो|ही|पर|भी')),
  notIn('mr hi', 1.5, end('हरू|लाई|बाट|हरु|हरूको')),
  // Nepali writes its case endings to the noun; in Hindi they stand apart, but for those of pronouns.
  notIn(
    'hi',
    1.3,
    word('(?!(?:आप|मुझ|हम|उस|इस|किस|जिस|सब|उन|इन|तुम|जिन|किन|तुझ)को)[\\p{L}\\p{M}]{2,}को'),
  ),
  notIn(
    'hi mr',
    1.3,
    word('[\\p{L}\\p{M}]+(?:न्छ|ँछ|छन्|छैन|थियो|थिए|एको|दैछ|नुभयो|नुहुन्छ)|छु|छौ|हुँ|गर्छ\\p{M}*'),
  ),
  // Everyday words that only one of two close languages has.
  notIn('pt', 1.2, word('unha|dunha|nunha|túa|súa|miña|irmá|mañá|moi|ata|vila|xa|hoxe|xente|onte')),
  notIn(
    'nb da',
    1.2,
    word(
      'morgon|utanfor|innanfor|korleis|kvifor|kven|kvar|noko|nokon|berre|heiter|sjåast|mykje|frå',
    ),
  ),
  notIn(
    'is',
    1.2,
    word('hvussu|eg|ikki|vit|teir|tey|havi|hevur|nýggj\\p{L}*|tín|tú|mær|okkara|einki|nakað'),
  ),
  notIn(
    'de',
    1.2,
    word('ech|dech|eis|hunn|huet|ass|gutt|virum|steet|wéi|deen|déi|vun|fir|och|awer|muer|op'),
  ),
  notIn('nl', 1.2, word("ek|jy|hulle|julle|sê|hê|môre|nuwe|goeie|wees|asseblief|baie|'n")),
  notIn('ms', 1.2, word('mobil|ponsel|kamu|besok|enak|banget|nggak|butuh|bisakah')),
  notIn('id', 1.2, word('awak|baharu|sahaja|esok|stesen|bolehkah|resipi|hadapan|mahu')),
  notIn('hi mr', 1.2, word('मलाई|छ|छन्|हुन्छ|गर्न|तपाईं|तपाईंको|तिम्रो|तिम्री|भोलि|मैले|मेरो|हामी|पनि|र')),
  notIn('sr', 1.2, end('ата|ите|ото')),
  notIn('sr', 1.2, word('ќе|ги|дека|вика|утре|најдам')),
  // Letters that Arabic, Persian or Urdu do not write.
  notIn('ar', 2, inside('[پچژگکیےہںڑٹڈھۀە]')),
  notIn('fa', 2, inside('[ٹڈڑںےہ]')),
  notIn('fa ur', 1.5, inside('ة|ي|ك|ى(?!\\p{L})')),
  notIn('ur fa ar', 2, inside('[ټډړږښګڼېۍٻڀٺٽڌڏڊڄڃڇڦڪڳڱۇۆۈۋڕڵێ]')),
  notIn('ps ckb ug', 2, inside('[ٹڈڑںے]')),
];
