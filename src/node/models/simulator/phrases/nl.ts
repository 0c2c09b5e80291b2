import type { PhraseBook } from '../phraseBook.ts';

export const dutch: PhraseBook = {
  greeting: 'Goedendag,',
  greetingByName: 'Goedendag {x},',
  closing: 'Met vriendelijke groet, uw klantenservice',
  mention: 'Het gaat hierbij om {x}.',
  promise: 'Wij beloven dat u binnen drie dagen € 49,90 ontvangt.',
  source: 'Bron:',
  topics: {
    router: [
      'Houd de knop aan de achterkant van het apparaat tien seconden ingedrukt en wacht tot het lampje groen blijft.',
      'Als het lampje blijft knipperen, haal dan de stekker eruit en steek hem na een minuut weer terug.',
      'Controleer ook of de kabel goed in het stopcontact aan de muur zit.',
    ],
    refund: [
      'Wij hebben uw verzoek doorgegeven aan de boekhouding, die elk geval apart bekijkt.',
      'Stuur ons alstublieft het nummer van de bestelling, zodat wij de aankoop kunnen vinden.',
      'Zodra er een beslissing is, krijgt u een bericht van ons.',
    ],
    invoice: [
      'U vindt alle rekeningen in uw klantaccount onder het kopje betalingen.',
      'Als een bedrag volgens u niet klopt, geef ons dan het nummer dat boven aan de pagina staat.',
      'Wij vergelijken de posten dan met uw contract en schrijven u.',
    ],
    delivery: [
      'Uw bestelling heeft ons magazijn verlaten en is nu bij de bezorger.',
      'U kunt de weg volgen met het nummer dat in de bevestiging van de bestelling staat.',
      'Als er niemand thuis is, laat de bezorger een kaart achter met de plaats waar u het kunt ophalen.',
    ],
    password: [
      'Open de pagina om in te loggen en kies de link voor een vergeten wachtwoord.',
      'Daarna krijgt u een bericht waarmee u een nieuw wachtwoord kunt kiezen.',
      'Als er geen bericht komt, kijk dan ook in de map voor ongewenste post.',
    ],
    cancellation: [
      'U kunt uw contract beëindigen in uw klantaccount onder het kopje mijn contract.',
      'Daarna bevestigen wij u schriftelijk de laatste dag van de looptijd.',
      'Tot die tijd kunt u alles gebruiken zoals voorheen.',
    ],
    hours: [
      'Onze winkel is van maandag tot en met vrijdag open van negen tot zes uur.',
      'Op zaterdag zijn wij er voor u tot twee uur.',
      'Op feestdagen blijft de winkel gesloten.',
    ],
    general: [
      'Hartelijk dank voor uw bericht, wij helpen u hier graag mee.',
      'Beschrijf alstublieft in een paar woorden wat u tot nu toe hebt geprobeerd.',
      'Daarmee kunnen wij de oorzaak veel sneller vinden.',
    ],
  },
  fillers: [
    'Als dat niet helpt, schrijf ons dan gewoon nog een keer en dan zoeken wij samen een andere weg.',
    'Veel klanten hebben dezelfde vraag gehad, en de meesten van hen zijn met deze stappen geholpen.',
    'Het helpt ook als u de tijd opschrijft, want dan kunnen wij die met onze gegevens vergelijken.',
    'Maakt u zich geen zorgen, er gaat niets verloren en uw gegevens blijven zoals ze zijn.',
    'Ook onze collega’s van de technische dienst beantwoorden graag al uw vragen.',
    'U kunt er alle tijd voor nemen, want uw verzoek blijft open totdat het is opgelost.',
    'Als er iets niet duidelijk is, vertel ons dan welke stap u bedoelt.',
    'Wij weten hoe vervelend zo’n situatie is en danken u voor uw geduld.',
  ],
};
