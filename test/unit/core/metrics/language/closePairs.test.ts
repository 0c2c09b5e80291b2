import assert from 'node:assert/strict';
import { languageName } from '../../../../../src/core/metrics/language/languageNames.ts';
import { replySample, scoreWith, shortOf } from '../../../../support/metricSample.ts';

/** Everyday sentences in languages that are mistaken for each other. */
const sentences: readonly (readonly [language: string, text: string])[] = [
  ['hr', 'Sutra idemo vlakom u Zagreb jer je karta jeftinija.'],
  ['hr', 'Molim vas, pričekajte trenutak dok provjerim vašu narudžbu.'],
  ['hr', 'Nažalost, taj proizvod trenutno nije dostupan u našoj trgovini.'],
  ['hr', 'Tko je zadnji izašao neka ugasi svjetlo.'],
  ['hr', 'Račun možete platiti karticom ili gotovinom.'],
  ['bs', 'Molim vas da sačekate dok provjerim vašu narudžbu.'],
  ['bs', 'Sutra putujemo vozom u Sarajevo jer je karta jeftinija.'],
  ['bs', 'Lahko je naći dobru kafu u starom dijelu grada.'],
  ['bs', 'Nažalost, taj proizvod trenutno nije dostupan u našoj prodavnici.'],
  ['bs', 'Ko je posljednji izašao neka ugasi svjetlo.'],
  ['sr', 'Molim vas da sačekate dok proverim vašu porudžbinu.'],
  ['sr', 'Sutra putujemo vozom u Beograd jer je karta jeftinija.'],
  ['sr', 'Gde mogu da platim račun za struju?'],
  ['sr', 'Nažalost, taj proizvod trenutno nije dostupan u našoj prodavnici.'],
  ['sr', 'Posle ručka idemo u šetnju pored reke.'],
  ['sr', 'Молим вас да сачекате док проверим вашу поруџбину.'],
  ['sr', 'Где могу да платим рачун за струју?'],
  ['sl', 'Prosim, počakajte trenutek, da preverim vaše naročilo.'],
  ['sl', 'Jutri gremo z vlakom v Ljubljano.'],
  ['sl', 'Kje lahko plačam račun za elektriko?'],
  ['da', 'Vent venligst et øjeblik, mens jeg tjekker din bestilling.'],
  ['da', 'I morgen tager vi toget til København, fordi billetten er billigere.'],
  ['da', 'Hvor kan jeg betale min regning?'],
  ['da', 'Desværre er varen ikke på lager lige nu.'],
  ['da', 'Hvem har glemt at slukke lyset?'],
  ['nb', 'Vennligst vent et øyeblikk mens jeg sjekker bestillingen din.'],
  ['nb', 'I morgen tar vi toget til Oslo fordi billetten er billigere.'],
  ['nb', 'Hvor kan jeg betale regningen min?'],
  ['nb', 'Dessverre er varen ikke på lager akkurat nå.'],
  ['nb', 'Hvem har glemt å slå av lyset?'],
  ['nn', 'Ver venleg og vent litt medan eg sjekkar tinginga di.'],
  ['nn', 'I morgon tek vi toget til Bergen fordi billetten er billegare.'],
  ['nn', 'Kvar kan eg betale rekninga mi?'],
  ['sv', 'Vänta ett ögonblick medan jag kontrollerar din beställning.'],
  ['sv', 'I morgon tar vi tåget till Stockholm för att biljetten är billigare.'],
  ['sv', 'Tyvärr finns varan inte i lager just nu.'],
  ['cs', 'Počkejte prosím, než zkontroluji vaši objednávku.'],
  ['cs', 'Zítra pojedeme vlakem do Prahy, protože jízdenka je levnější.'],
  ['cs', 'Kde mohu zaplatit účet?'],
  ['cs', 'Bohužel tento výrobek teď nemáme skladem.'],
  ['sk', 'Počkajte prosím, kým skontrolujem vašu objednávku.'],
  ['sk', 'Zajtra pôjdeme vlakom do Bratislavy, pretože lístok je lacnejší.'],
  ['sk', 'Kde môžem zaplatiť účet?'],
  ['sk', 'Bohužiaľ tento výrobok teraz nemáme na sklade.'],
  ['es', 'Por favor, espere un momento mientras reviso su pedido.'],
  ['es', 'Mañana vamos en tren a Madrid porque el billete es más barato.'],
  ['es', '¿Dónde puedo pagar la factura?'],
  ['es', 'Lamentablemente no tenemos ese producto en este momento.'],
  ['pt', 'Por favor, aguarde um momento enquanto verifico o seu pedido.'],
  ['pt', 'Amanhã vamos de comboio para Lisboa porque o bilhete é mais barato.'],
  ['pt', 'Onde posso pagar a conta?'],
  ['pt', 'Infelizmente não temos esse produto neste momento.'],
  ['gl', 'Por favor, agarde un momento mentres reviso o seu pedido.'],
  ['gl', 'Mañá imos en tren a Vigo porque o billete é máis barato.'],
  ['gl', 'Onde podo pagar a factura?'],
  ['gl', 'Por desgraza non temos ese produto neste momento.'],
  ['ca', 'Si us plau, esperi un moment mentre reviso la seva comanda.'],
  ['ca', 'Demà anem amb tren a Girona perquè el bitllet és més barat.'],
  ['ca', 'On puc pagar la factura?'],
  ['id', 'Mohon tunggu sebentar, saya akan memeriksa pesanan Anda.'],
  ['id', 'Besok kami naik kereta ke Bandung karena tiketnya lebih murah.'],
  ['id', 'Di mana saya bisa membayar tagihan?'],
  ['id', 'Maaf, produk itu sedang tidak tersedia.'],
  ['ms', 'Sila tunggu sebentar sementara saya menyemak pesanan anda.'],
  ['ms', 'Esok kami menaiki kereta api ke Ipoh kerana tiketnya lebih murah.'],
  ['ms', 'Di manakah saya boleh membayar bil?'],
  ['ms', 'Maaf, produk itu tidak ada dalam stok sekarang.'],
  ['uk', 'Зачекайте, будь ласка, поки я перевірю ваше замовлення.'],
  ['uk', 'Завтра ми їдемо поїздом до Києва, бо квиток дешевший.'],
  ['uk', 'Де я можу сплатити рахунок?'],
  ['ru', 'Подождите, пожалуйста, пока я проверю ваш заказ.'],
  ['ru', 'Завтра мы едем на поезде в Москву, потому что билет дешевле.'],
  ['ru', 'Где я могу оплатить счёт?'],
  ['bg', 'Моля, изчакайте малко, докато проверя поръчката ви.'],
  ['bg', 'Утре пътуваме с влак до София, защото билетът е по-евтин.'],
  ['bg', 'Къде мога да платя сметката?'],
  ['bg', 'За съжаление продуктът не е наличен.'],
  ['mk', 'Ве молам почекајте додека ја проверам вашата нарачка.'],
  ['mk', 'Утре патуваме со воз до Скопје бидејќи билетот е поевтин.'],
  ['mk', 'Каде можам да ја платам сметката?'],
  ['be', 'Пачакайце, калі ласка, пакуль я праверу вашу замову.'],
  ['be', 'Заўтра мы едзем цягніком у Мінск, бо білет таннейшы.'],
  ['be', 'Дзе я магу аплаціць рахунак?'],
  ['nl', 'Wacht even, ik controleer uw bestelling.'],
  ['nl', 'Morgen gaan we met de trein naar Utrecht omdat het kaartje goedkoper is.'],
  ['nl', 'Waar kan ik de rekening betalen?'],
  ['af', 'Wag asseblief terwyl ek u bestelling nagaan.'],
  ['af', 'Môre gaan ons met die trein na Kaapstad omdat die kaartjie goedkoper is.'],
  ['af', 'Waar kan ek die rekening betaal?'],
  ['hi', 'कृपया थोड़ी देर प्रतीक्षा करें, मैं आपका ऑर्डर देख रहा हूँ।'],
  ['hi', 'कल हम ट्रेन से दिल्ली जाएँगे क्योंकि टिकट सस्ता है।'],
  ['hi', 'मैं बिल कहाँ भर सकता हूँ?'],
  ['mr', 'कृपया थोडा वेळ थांबा, मी तुमची ऑर्डर तपासतो आहे.'],
  ['mr', 'उद्या आम्ही रेल्वेने पुण्याला जाणार आहोत कारण तिकीट स्वस्त आहे.'],
  ['mr', 'मी बिल कुठे भरू शकतो?'],
  ['ne', 'कृपया एकछिन पर्खनुहोस्, म तपाईंको अर्डर हेर्दैछु।'],
  ['ne', 'भोलि हामी रेलबाट जनकपुर जान्छौं किनभने टिकट सस्तो छ।'],
  ['ne', 'म बिल कहाँ तिर्न सक्छु?'],
  ['fa', 'لطفاً کمی صبر کنید تا سفارش شما را بررسی کنم.'],
  ['fa', 'فردا با قطار به شیراز می‌رویم چون بلیت ارزان‌تر است.'],
  ['ar', 'يرجى الانتظار قليلاً بينما أتحقق من طلبك.'],
  ['ar', 'غداً نسافر بالقطار إلى الإسكندرية لأن التذكرة أرخص.'],
  ['ur', 'براہ کرم تھوڑا انتظار کریں، میں آپ کا آرڈر دیکھ رہا ہوں۔'],
  ['ur', 'کل ہم ٹرین سے لاہور جائیں گے کیونکہ ٹکٹ سستا ہے۔'],
  ['zh', '请稍等，我查一下您的订单。'],
  ['zh', '請稍等，我查一下您的訂單。'],
  ['ja', '少々お待ちください。ご注文を確認します。'],
  ['ja', '明日は電車で京都へ行きます。'],
  ['ja', '注文確認中'],
  ['hr', 'Vlada je donijela odluku o povećanju plaća učitelja.'],
  ['hr', 'Na moru je ljeti jako vruće.'],
  ['bs', 'Vlada je donijela odluku o povećanju plata nastavnika.'],
  ['bs', 'Šta mislite o novom zakonu?'],
  ['sr', 'Vlada je donela odluku o povećanju plata nastavnika.'],
  ['sr', 'Šta mislite o novom zakonu?'],
  ['sr', 'Влада је донела одлуку о повећању плата.'],
  ['sl', 'Vlada je sprejela odločitev o zvišanju plač.'],
  ['da', 'Regeringen har besluttet at hæve lønnen til lærerne.'],
  ['da', 'Børnene leger i haven hver dag.'],
  ['nb', 'Regjeringen har besluttet å heve lønnen til lærerne.'],
  ['nb', 'Barna leker i hagen hver dag.'],
  ['nn', 'Regjeringa har bestemt seg for å auke løna til lærarane.'],
  ['sv', 'Barnen leker i trädgården varje dag.'],
  ['cs', 'Děti si hrají každý den na zahradě.'],
  ['cs', 'Vláda rozhodla o zvýšení platů.'],
  ['sk', 'Deti sa hrajú každý deň v záhrade.'],
  ['sk', 'Vláda rozhodla o zvýšení platov.'],
  ['es', 'Los niños juegan todos los días en el jardín.'],
  ['es', 'El gobierno aprobó la subida de sueldos.'],
  ['pt', 'As crianças brincam todos os dias no jardim.'],
  ['pt', 'O governo aprovou o aumento dos salários.'],
  ['gl', 'Os nenos xogan todos os días no xardín.'],
  ['gl', 'O goberno aprobou a suba dos soldos.'],
  ['ca', 'Els nens juguen cada dia al jardí.'],
  ['id', 'Anak-anak bermain di kebun setiap hari.'],
  ['id', 'Pemerintah memutuskan untuk menaikkan gaji guru.'],
  ['ms', 'Kanak-kanak bermain di taman setiap hari.'],
  ['ms', 'Kerajaan memutuskan untuk menaikkan gaji guru.'],
  ['uk', 'Діти щодня граються в саду.'],
  ['uk', 'Уряд ухвалив рішення про підвищення зарплат.'],
  ['ru', 'Дети каждый день играют в саду.'],
  ['ru', 'Правительство приняло решение о повышении зарплат.'],
  ['bg', 'Децата играят всеки ден в градината.'],
  ['bg', 'Правителството взе решение за увеличение на заплатите.'],
  ['mk', 'Децата играат секој ден во градината.'],
  ['mk', 'Владата донесе одлука за зголемување на платите.'],
  ['be', 'Дзеці кожны дзень гуляюць у садзе.'],
  ['be', 'Урад прыняў рашэнне аб павышэнні заробкаў.'],
  ['nl', 'De kinderen spelen elke dag in de tuin.'],
  ['af', 'Die kinders speel elke dag in die tuin.'],
  ['af', 'Die regering het besluit om salarisse te verhoog.'],
  ['hi', 'बच्चे हर दिन बगीचे में खेलते हैं।'],
  ['mr', 'मुले दररोज बागेत खेळतात.'],
  ['ne', 'केटाकेटीहरू हरेक दिन बगैंचामा खेल्छन्।'],
  ['fa', 'بچه‌ها هر روز در باغ بازی می‌کنند.'],
  ['ar', 'يلعب الأطفال كل يوم في الحديقة.'],
  ['ur', 'بچے ہر روز باغ میں کھیلتے ہیں۔'],
  ['de', 'Die Kinder spielen jeden Tag im Garten.'],
  ['lb', "D'Kanner spillen all Dag am Gaart."],
];

const families = [
  ['da', 'nb', 'nn', 'sv'],
  ['es', 'pt', 'gl', 'ca'],
  ['cs', 'sk'],
  ['hr', 'bs', 'sr', 'sl'],
  ['id', 'ms'],
  ['ru', 'uk', 'be', 'bg', 'mk', 'sr'],
  ['hi', 'mr', 'ne'],
  ['nl', 'af', 'de'],
  ['fa', 'ar', 'ur'],
  ['zh', 'ja'],
];

describe('language of close relatives', () => {
  const right: string[] = [];
  for (const [language, text] of sentences)
    it(`never judges wrongly: ${languageName(language)}, ${text}`, async () => {
      const relatives = families.filter((family) => family.includes(language)).flat();
      for (const is of new Set(relatives)) {
        const found = shortOf(await scoreWith({ type: 'language', is }, replySample(text)));

        assert.notEqual(found, is === language ? 'fail' : 'pass', `as ${is}`);
        if (is === language) right.push(found);
      }
    });

  it('can tell most of them', () => {
    const told = right.filter((found) => found === 'pass').length;

    assert.ok(told >= 0.7 * sentences.length, `${told} of ${sentences.length}`);
  });

  const written: readonly (readonly [is: string, text: string, result: string])[] = [
    ['zh-Hant', '请稍等，我查一下您的订单。', 'fail'],
    ['zh-TW', '请稍等，我查一下您的订单。', 'fail'],
    ['zh-Hans', '请稍等，我查一下您的订单。', 'pass'],
    ['zh', '请稍等，我查一下您的订单。', 'pass'],
    ['zh-Hans', '請稍等，我查一下您的訂單。', 'fail'],
    ['zh-Hant', '你好', 'pass'],
    ['sr-Cyrl', 'Gde mogu da platim račun za struju danas?', 'fail'],
    ['sr-Latn', 'Gde mogu da platim račun za struju danas?', 'pass'],
    ['sr-Latn', 'Где могу да платим рачун за струју?', 'fail'],
    ['ja', '注文確認中', 'skipped'],
    ['zh', '注文確認中', 'skipped'],
    ['de', '注文確認中', 'fail'],
  ];
  for (const [is, text, result] of written)
    it(`minds the script: ${text} as ${is} is ${result}`, async () => {
      assert.equal(shortOf(await scoreWith({ type: 'language', is }, replySample(text))), result);
    });

  it('sees no switch between replies that may be in one language', async () => {
    const switched = async (before: string, after: string) =>
      shortOf(
        await scoreWith(
          { type: 'language-switch', 'follow-user': false },
          replySample(after, { turns: [['?', before]] }),
        ),
      );
    const croatian = sentences.filter(([language]) => language === 'hr').map(([, text]) => text);

    for (const before of croatian)
      for (const after of croatian) assert.notEqual(await switched(before, after), 'fail', after);
    assert.equal(await switched(croatian[0] ?? '', 'Where can I pay the bill, please?'), 'fail');
  });

  it('takes a reply in any language that the user may have written in', async () => {
    const sample = replySample('Molim vas da sačekate dok provjerim vašu narudžbu.', {
      input: 'Račun možete platiti karticom ili gotovinom.',
    });

    const score = await scoreWith({ type: 'language', 'same-as': 'last-user-message' }, sample);

    assert.notEqual(shortOf(score), 'fail', score.explanation);
  });
});
