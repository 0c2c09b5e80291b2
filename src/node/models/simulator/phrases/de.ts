import type { PhraseBook } from '../phraseBook.ts';

export const german: PhraseBook = {
  greeting: 'Guten Tag,',
  greetingByName: 'Guten Tag {x},',
  closing: 'Mit freundlichen Grüßen, Ihr Kundendienst',
  mention: 'Es geht dabei um {x}.',
  promise: 'Wir versprechen Ihnen, dass Sie innerhalb von drei Tagen 49,90 € erhalten.',
  source: 'Quelle:',
  topics: {
    router: [
      'Bitte halten Sie die Taste an der Rückseite des Geräts zehn Sekunden lang gedrückt und warten Sie, bis das Licht grün leuchtet.',
      'Wenn es weiter blinkt, ziehen Sie den Netzstecker und stecken Sie ihn nach einer Minute wieder ein.',
      'Prüfen Sie bitte auch, ob das Kabel zur Anschlussdose fest sitzt.',
    ],
    refund: [
      'Wir haben Ihre Anfrage an die Buchhaltung weitergegeben, die jeden Fall einzeln prüft.',
      'Bitte schicken Sie uns die Bestellnummer, damit wir den Kauf finden können.',
      'Sobald es eine Entscheidung gibt, bekommen Sie eine Nachricht von uns.',
    ],
    invoice: [
      'Sie finden alle Rechnungen in Ihrem Kundenkonto unter dem Punkt Zahlungen.',
      'Wenn Ihnen ein Betrag falsch vorkommt, nennen Sie uns bitte die Nummer oben auf der Seite.',
      'Wir vergleichen die Posten dann mit Ihrem Vertrag und schreiben Ihnen.',
    ],
    delivery: [
      'Ihre Bestellung hat unser Lager verlassen und liegt jetzt beim Zusteller.',
      'Sie können den Weg mit der Nummer verfolgen, die in der Bestätigung der Bestellung steht.',
      'Wenn niemand zu Hause ist, hinterlässt der Zusteller eine Karte mit dem Ort der Abholung.',
    ],
    password: [
      'Bitte öffnen Sie die Seite zum Anmelden und wählen Sie den Link für ein vergessenes Passwort.',
      'Danach bekommen Sie eine Nachricht, mit der Sie ein neues festlegen können.',
      'Wenn keine Nachricht ankommt, sehen Sie bitte auch im Ordner für unerwünschte Post nach.',
    ],
    cancellation: [
      'Sie können Ihren Vertrag in Ihrem Kundenkonto unter dem Punkt Mein Vertrag beenden.',
      'Danach bestätigen wir Ihnen schriftlich den letzten Tag der Laufzeit.',
      'Bis dahin können Sie alles wie bisher nutzen.',
    ],
    hours: [
      'Unser Geschäft ist von Montag bis Freitag zwischen neun und achtzehn Uhr geöffnet.',
      'Am Samstag sind wir bis vierzehn Uhr für Sie da.',
      'An Feiertagen bleibt das Geschäft geschlossen.',
    ],
    general: [
      'Vielen Dank für Ihre Nachricht, wir kümmern uns gerne darum.',
      'Bitte beschreiben Sie mit ein paar Worten, was Sie bisher versucht haben.',
      'Damit können wir die Ursache viel schneller finden.',
    ],
  },
  fillers: [
    'Wenn das nicht hilft, schreiben Sie uns einfach noch einmal, und wir suchen gemeinsam einen anderen Weg.',
    'Viele Kunden hatten schon dieselbe Frage, und den meisten haben diese Schritte geholfen.',
    'Es hilft auch, wenn Sie sich die Uhrzeit notieren, weil wir sie dann mit unseren Aufzeichnungen vergleichen können.',
    'Machen Sie sich bitte keine Sorgen, es geht nichts verloren und Ihre Daten bleiben, wie sie sind.',
    'Auch unsere Kollegen aus der Technik beantworten Ihnen gerne weitere Fragen.',
    'Sie können sich dafür alle Zeit nehmen, denn Ihre Anfrage bleibt offen, bis sie gelöst ist.',
    'Falls etwas unklar ist, sagen Sie uns bitte, welchen Schritt Sie meinen.',
    'Wir wissen, wie ärgerlich eine solche Lage ist, und danken Ihnen für Ihre Geduld.',
  ],
};
