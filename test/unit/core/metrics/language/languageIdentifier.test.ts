import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadLanguageIdentifier } from '../../../../../src/core/metrics/language/identifyLanguage.ts';
import type { LanguageIdentifier } from '../../../../../src/core/metrics/language/languageIdentifier.ts';

describe('LanguageIdentifier', function () {
  this.timeout(30_000);
  let identifier: LanguageIdentifier;

  before(async () => {
    identifier = await loadLanguageIdentifier();
  });

  const sentences: readonly (readonly [string, string])[] = [
    ['de', 'Bitte starten Sie den Router neu und warten Sie eine Minute.'],
    ['en', 'Please restart the router and wait for a minute.'],
    ['en', 'PLEASE RESTART THE ROUTER AND WAIT FOR A MINUTE.'],
    ['nb', 'Jeg vet ikke hva som skjedde, men vi har rett til å vite det.'],
    ['nn', 'Eg veit ikkje kva som hende, men vi har rett til å vite det.'],
    ['da', 'Jeg ved ikke, hvad der skete, men vi har ret til at vide det.'],
    ['sv', 'Jag vet inte vad som hände, men vi har rätt att få veta det.'],
    ['es', 'No sé lo que pasó, pero tenemos derecho a saberlo.'],
    ['pt', 'Não sei o que aconteceu, mas temos o direito de saber.'],
    ['gl', 'Non sei o que pasou, pero temos dereito a sabelo nós tamén.'],
    ['ca', 'No sé què ha passat, però tenim dret a saber-ho.'],
    ['cs', 'Nevím, co se stalo, ale máme právo to vědět.'],
    ['sk', 'Neviem, čo sa stalo, ale máme právo to vedieť.'],
    ['ru', 'Я не знаю, что случилось, но мы имеем право это знать.'],
    ['uk', 'Я не знаю, що сталося, але ми маємо право це знати.'],
    ['bg', 'Не знам какво се случи, но имаме право да знаем.'],
    ['mk', 'Не знам што се случи, но ние имаме право да го знаеме тоа.'],
    ['bg', 'Търговецът държи кръста в ръката си.'],
    ['mk', 'Трговецот го држи крстот во раката.'],
    ['mk', 'Четвртата врата е затворена.'],
    ['sr', 'Трговац држи крст у руци.'],
    ['id', 'Saya tidak tahu karena tidak bisa melihat bahwa mereka datang.'],
    ['ms', 'Saya tidak tahu kerana tidak boleh melihat bahawa mereka datang.'],
    ['af', 'Ek weet nie wat gebeur het nie, maar ons het die reg om te weet.'],
    ['nl', 'Ik weet niet wat er gebeurd is, maar we hebben het recht het te weten.'],
    ['sw', 'Sijui kilichotokea, lakini kila mtu ana haki ya kujua kwa nini.'],
    ['hi', 'मुझे नहीं पता कि क्या हुआ, लेकिन हमें जानने का अधिकार है।'],
    ['mr', 'काय झाले ते मला माहीत नाही, पण आम्हाला जाणून घेण्याचा अधिकार आहे.'],
    ['zh', '我不知道发生了什么，但我们有权知道。'],
    ['ja', '何が起きたのか分かりません。'],
    ['ko', '무슨 일이 일어났는지 모르겠습니다.'],
    ['he', 'אני לא יודע מה קרה.'],
    ['el', 'Δεν ξέρω τι συνέβη.'],
    ['th', 'ฉันไม่รู้ว่าเกิดอะไรขึ้น'],
  ];
  for (const [language, text] of sentences)
    it(`names ${language} for: ${text}`, () => {
      assert.equal(identifier.identify(text).language, language);
    });

  it('judges the prose around code, links and mail addresses', () => {
    const text =
      'Öffnen Sie bitte die Datei und ändern Sie die Zeile:\n\n```js\nconst value = await fetchTheThing(input);\nif (value) return the.result;\n```\n\n' +
      'Danach schreiben Sie uns an support@example.com oder https://example.com/the/english/page.';

    assert.equal(identifier.identify(text).language, 'de');
  });

  const unplaceable: readonly (readonly [string, RegExp])[] = [
    ['', /no words/],
    ['   \n', /no words/],
    ['12345 +++ 67', /no words/],
    ['```\nconst a = 1;\n```', /no words/],
    ['https://example.com/a/b', /no words/],
    ['OK', /too little/],
    ['qwrtzp fghjkl vbnm xxcv', /could be|too little/],
  ];
  for (const [text, reason] of unplaceable)
    it(`calls ${JSON.stringify(text)} unknown and says why`, () => {
      const { language, confidence, reason: given } = identifier.identify(text);

      assert.equal(language, null);
      assert.ok(confidence < 0.5);
      assert.match(given ?? '', reason);
    });

  const german = 'Wir haben Ihre Anfrage erhalten und melden uns morgen bei Ihnen zurück.';
  const english = 'We have received your request and will get back to you tomorrow.';

  it('calls a text in two languages unknown and names both', () => {
    const { language, reason } = identifier.identify(`${german} ${english}`);

    assert.equal(language, null);
    assert.match(reason ?? '', /partly German .*partly English|partly English .*partly German/);
  });

  it('gives the share of each language', () => {
    const shares = identifier.shares(`${german} ${english}`);

    assert.deepEqual(shares.map(({ language }) => language).sort(), ['de', 'en']);
    assert.ok(Math.abs(shares.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  });

  it('does not let an expected language turn a wrong one into a pass', () => {
    for (const [language, text] of sentences)
      for (const expected of sentences.map(([other]) => other)) {
        if (expected === language) continue;
        assert.notEqual(
          identifier.identify(text, { expected }).language,
          expected,
          `${text} as ${expected}`,
        );
      }
  });

  it('answers the same for any expectation or none, or leaves the case open', () => {
    const texts = sentences.map(([, text]) => text);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(30),
        fc.constantFrom('da', 'nb', 'es', 'pt', 'en'),
        (text, end, expected) => {
          const piece = text
            .split(' ')
            .slice(0, 2 + (end % 5))
            .join(' ');
          const free = identifier.identify(piece).language;
          const asked = identifier.identify(piece, { expected }).language;

          assert.ok(asked === null || asked === free);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('never throws, and its confidence is a probability', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { confidence, language, reason } = identifier.identify(text);

        assert.ok(confidence >= 0 && confidence <= 1);
        assert.ok(language !== null || reason !== undefined);
      }),
      { numRuns: 200 },
    );
  });
});
