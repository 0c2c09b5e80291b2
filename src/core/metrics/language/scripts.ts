/** A writing system as far as it narrows the language down. */
export type Script =
  | 'Latin'
  | 'Cyrillic'
  | 'Arabic'
  | 'Devanagari'
  | 'Han'
  | 'Kana'
  | 'Hangul'
  | 'Hebrew'
  | 'Bengali'
  | 'Ethiopic'
  | SoleScript;

type SoleScript = keyof typeof SOLE_LANGUAGE;

/** Letters per script; scripts that do not occur are absent. */
export type ScriptCount = ReadonlyMap<Script, number>;

/** Scripts in which, today, one language is written far more than any other. */
const SOLE_LANGUAGE = {
  Greek: 'el',
  Georgian: 'ka',
  Armenian: 'hy',
  Gurmukhi: 'pa',
  Gujarati: 'gu',
  Oriya: 'or',
  Tamil: 'ta',
  Telugu: 'te',
  Kannada: 'kn',
  Malayalam: 'ml',
  Sinhala: 'si',
  Thai: 'th',
  Lao: 'lo',
  Tibetan: 'bo',
  Myanmar: 'my',
  Khmer: 'km',
  Thaana: 'dv',
} as const;

const SCRIPT_PATTERNS: readonly (readonly [Script, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/gu],
  ['Cyrillic', /\p{Script=Cyrillic}/gu],
  ['Arabic', /\p{Script=Arabic}/gu],
  ['Devanagari', /\p{Script=Devanagari}/gu],
  ['Han', /\p{Script=Han}/gu],
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['Hangul', /\p{Script=Hangul}/gu],
  ['Hebrew', /\p{Script=Hebrew}/gu],
  ['Bengali', /\p{Script=Bengali}/gu],
  ['Ethiopic', /\p{Script=Ethiopic}/gu],
  ['Greek', /\p{Script=Greek}/gu],
  ['Georgian', /\p{Script=Georgian}/gu],
  ['Armenian', /\p{Script=Armenian}/gu],
  ['Gurmukhi', /\p{Script=Gurmukhi}/gu],
  ['Gujarati', /\p{Script=Gujarati}/gu],
  ['Oriya', /\p{Script=Oriya}/gu],
  ['Tamil', /\p{Script=Tamil}/gu],
  ['Telugu', /\p{Script=Telugu}/gu],
  ['Kannada', /\p{Script=Kannada}/gu],
  ['Malayalam', /\p{Script=Malayalam}/gu],
  ['Sinhala', /\p{Script=Sinhala}/gu],
  ['Thai', /\p{Script=Thai}/gu],
  ['Lao', /\p{Script=Lao}/gu],
  ['Tibetan', /\p{Script=Tibetan}/gu],
  ['Myanmar', /\p{Script=Myanmar}/gu],
  ['Khmer', /\p{Script=Khmer}/gu],
  ['Thaana', /\p{Script=Thaana}/gu],
];

/** Counts the letters of a text by script. One letter of a syllabic script says as much as several Latin ones. */
export function countScripts(text: string): ScriptCount {
  const counts = new Map<Script, number>();
  const ascii = text.match(/[A-Za-z]/g)?.length ?? 0;
  const rest = text.replace(/[\0-\x7f]+/g, '');
  if (ascii > 0) counts.set('Latin', ascii);
  if (rest === '') return counts;
  for (const [script, pattern] of SCRIPT_PATTERNS) {
    const found = rest.match(pattern)?.length ?? 0;
    if (found > 0) counts.set(script, (counts.get(script) ?? 0) + found);
  }
  return counts;
}

/**
 * The language that a script alone settles, else undefined (Latin, Cyrillic, Arabic and Devanagari need more).
 *
 * Where two languages share such a script, letters that only one of them uses decide.
 */
export function languageOfScript(script: Script, text: string): string | undefined {
  if (isSole(script)) return SOLE_LANGUAGE[script];
  switch (script) {
    case 'Hangul':
      return 'ko';
    case 'Kana':
      return 'ja';
    case 'Han':
      return count(text, JAPANESE_FORMS) > count(text, SIMPLIFIED_FORMS) ? 'ja' : 'zh';
    case 'Hebrew':
      return YIDDISH.test(text) ? 'yi' : 'he';
    case 'Bengali':
      return count(text, ASSAMESE_LETTERS) > 0 ? 'as' : 'bn';
    case 'Ethiopic':
      return count(text, TIGRINYA) > 0 ? 'ti' : 'am';
    default:
      return undefined;
  }
}

/** The language with the script that a text of it is written in, where it is written in several: `zh-Hant`, `sr-Cyrl`. */
export function withScript(language: string, text: string): string {
  if (language === 'zh') {
    const script = chineseScript(text);
    return script === undefined ? language : `zh-${script}`;
  }
  if (language !== 'sr') return language;
  const counts = countScripts(text);
  const [latin, cyrillic] = [counts.get('Latin') ?? 0, counts.get('Cyrillic') ?? 0];
  return latin === cyrillic ? language : `sr-${latin > cyrillic ? 'Latn' : 'Cyrl'}`;
}

/**
 * Whether a text of Han characters alone is Chinese rather than a Japanese compound: a character that Japanese does not use, or
 * words that a Chinese sentence does not go without.
 */
export function isPlainlyChinese(text: string): boolean {
  return (
    count(text, SIMPLIFIED_FORMS) > 0 ||
    count(text, CHINESE_ALONE) > 0 ||
    count(text, CHINESE_WORDS) > 1
  );
}

/** The script subtag of a Chinese text: `Hans`, `Hant`, or undefined where no letter tells. */
function chineseScript(text: string): 'Hans' | 'Hant' | undefined {
  const simplified = count(text, SIMPLIFIED_FORMS);
  const traditional = count(text, TRADITIONAL_FORMS);
  if (simplified === traditional) return undefined;
  return simplified > traditional ? 'Hans' : 'Hant';
}

function isSole(script: Script): script is SoleScript {
  return Object.hasOwn(SOLE_LANGUAGE, script);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Characters in the forms that Japan's reform of 1946 made and Chinese does not use. */
const JAPANESE_FORMS =
  /[々〆権気対実図広発関経済歳単戦総県沢択労働込畑峠円駅売読続絵帰悪拡険験検剣軽継覚顔亜斉様浜渋営厳桜応仏払価効辺変]/gu;
/** Frequent characters in the forms of the simplification of 1956. */
const SIMPLIFIED_FORMS =
  /[们这为说个时过对后发从样动业么经产开关无两问见电长门书车东马语请给话认让谁该没应进还种现实权习总务结传统组织纪级约红纯规观视觉论设许诉证评译试详误课调谈谢负财责贵费资赋爱罢备贝笔毕边宾层尝彻尘衬惩迟丑础处传创聪丛达带队夺尔罚阀饭访飞坟奋愤风凤妇复盖赶冈刚巩沟构购顾馆惯广归龟柜汉轰怀坏欢环汇击鸡积极际继艰歼茧拣监荐奖讲胶阶洁仅紧惊竞举惧决垦恳块亏腊蜡拦烂劳乐类离丽厉历隶联怜炼练疗辽猎临邻灵岭龄刘龙录陆庐虑滤伦轮罗逻买卖迈满绵庙灭亩恼脑拟酿鸟宁农疟诺盘苹凭扑启迁签牵纤钱枪墙乔侨桥窍亲轻倾庆穷趋劝扰热荣伞丧扫涩晒伤适势术树帅顺丝苏虽岁孙笋态叹坛铁厅头图涂团弯网伪卫稳雾戏虾吓显宪协胁须选寻训压盐阳养痒药爷叶亿忆拥佣踊忧邮犹鱼预远愿跃云运杂赃脏枣斋毡赵众烛筑专砖转庄妆装浊纵钻于况护别]/gu;
const TRADITIONAL_FORMS =
  /[們這為說個時過對後發從樣動業麼經產開關無兩問見電長門書車東馬語請給話認讓誰該沒應進還種現實權習總務結傳統組織紀級約紅純規觀視覺論設許訴證評譯試詳誤課調談謝負財責貴費資賦]/gu;
const CHINESE_ALONE = /[你您們她它嗎呢吧麼怎哪這沒很甚啊喔]/gu;
/** Words of one character; in Japanese they are parts of compounds at most. */
const CHINESE_WORDS = /[的了是我在不有他就也要去看想會到說和都]/gu;
const ASSAMESE_LETTERS = /[ৰৱ]/gu;
/** Double vav and yod as one letter, or alef with a vowel point, which modern Hebrew prose does not write. */
const YIDDISH = /[װױײ]|[אײ][ַָ]|(?<![א-ת])(?:און|איז|דער|פֿון|האָט|יעדער)(?![א-ת])/u;
/** Frequent Tigrinya words and the letters of its verb endings that Amharic lacks. */
const TIGRINYA = /ኣ|(?<!\p{L})(?:ናይ|እዩ|ካብ|ኣብ|ምስ|ወይ ድማ)(?!\p{L})/gu;
