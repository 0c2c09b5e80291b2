import assert from 'node:assert/strict';
import {
  languageName,
  parseLanguage,
  sameLanguage,
} from '../../../../../src/core/metrics/language/languageNames.ts';

describe('parseLanguage', () => {
  for (const [given, expected] of [
    ['German', 'de'],
    ['Deutsch', 'de'],
    ['de', 'de'],
    ['de-DE', 'de'],
    ['de_AT', 'de'],
    ['deu', 'de'],
    ['GER', 'de'],
    ['no', 'nb'],
    ['Norwegian', 'nb'],
    ['nn', 'nn'],
    ['zh-TW', 'zh-Hant'],
    ['Simplified Chinese', 'zh-Hans'],
    ['zh', 'zh'],
    ['pt-BR', 'pt'],
    ['iw', 'he'],
  ] as const)
    it(`reads ${given} as ${expected}`, () => {
      assert.deepEqual(parseLanguage(given), { language: expected });
    });

  it('suggests the language that a mistyped name means', () => {
    assert.deepEqual(parseLanguage('Germna'), { language: undefined, suggestions: ['de'] });
  });

  for (const given of ['', 'qq', 'x', '123', '__proto__', 'toString'])
    it(`does not read ${JSON.stringify(given)}`, () => {
      assert.equal(parseLanguage(given).language, undefined);
    });
});

describe('languageName', () => {
  it('is English', () => {
    assert.equal(languageName('de'), 'German');
    assert.equal(languageName('nb'), 'Norwegian Bokmål');
  });

  it('is the tag where there is no name', () => {
    assert.equal(languageName('not a tag'), 'not a tag');
  });
});

describe('sameLanguage', () => {
  for (const [a, b, same] of [
    ['de', 'de-AT', true],
    ['deu', 'de', true],
    ['no', 'nb', true],
    ['no', 'nn', true],
    ['nb', 'nn', false],
    ['nb', 'da', false],
    ['zh', 'zh-TW', true],
    ['zh-CN', 'zh-TW', false],
    ['zh-Hant', 'zh-HK', true],
    ['pt-BR', 'pt-PT', true],
    ['', 'de', false],
  ] as const)
    it(`is ${same} for '${a}' and '${b}', either way`, () => {
      assert.equal(sameLanguage(a, b), same);
      assert.equal(sameLanguage(b, a), same);
    });
});
