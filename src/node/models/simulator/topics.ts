/** What a customer can write about. */
export type Topic =
  | 'router'
  | 'refund'
  | 'invoice'
  | 'delivery'
  | 'password'
  | 'cancellation'
  | 'hours'
  | 'general';

/**
 * Beginnings of words that give a topic away, in all languages of the simulated model, lower case
 * and without accents. The first topic with a match wins, so the narrower ones come first.
 */
const keywords: readonly (readonly [Topic, readonly string[]])[] = [
  [
    'router',
    'router,routeur,modem,wlan,wifi,wi-fi,internet,blink,lamp,voyant,enrutador,ruter,ledje'.split(
      ',',
    ),
  ],
  [
    'refund',
    'refund,money back,erstatt,ruckerstatt,geld zuruck,rembours,reembols,devolucion,rimbors,terugbetal,geld terug,estorno,zwrot'.split(
      ',',
    ),
  ],
  [
    'password',
    'passwor,passwort,kennwort,mot de passe,contrasena,wachtwoord,senha,palavra-passe,haslo,hasla,login,log in,anmeld,inloggen'.split(
      ',',
    ),
  ],
  [
    'cancellation',
    'cancel,kundig,resili,annul,disdir,disdett,opzeg,rescindir,wypowied,rezygn,anulowa,baja'.split(
      ',',
    ),
  ],
  [
    'invoice',
    'invoice,bill,rechnung,abbuch,factur,cobro,fattur,addebit,rekening,fatura,faktur,rachun,charge'.split(
      ',',
    ),
  ],
  [
    'delivery',
    'deliver,parcel,package,shipment,liefer,paket,livraison,colis,entrega,paquete,envio,consegn,pacco,spedizion,bezorg,pakket,encomenda,dostaw,paczk,przesylk'.split(
      ',',
    ),
  ],
  [
    'hours',
    'opening hours,open on,opening times,offnungszeit,geoffnet,horaire,ouvert,horario,abierto,abren,orari,aperto,aperti,openingstijd,geopend,aberto,godzin,otwarc,otwart,saturday,sunday'.split(
      ',',
    ),
  ],
];

/** The topic of a text; `general` where no keyword occurs. */
export function topicOf(text: string): Topic {
  const plain = withoutAccents(text.slice(0, 20_000));
  for (const [topic, words] of keywords) {
    if (words.some((word) => startsAWord(plain, word))) return topic;
  }
  return 'general';
}

/** Lower case, accents taken off. */
export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l');
}

/** In German a keyword may also stand inside a compound. */
function startsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || word.length >= 6 || !/\p{L}/u.test(text[at - 1] ?? '')) return true;
  }
  return false;
}
