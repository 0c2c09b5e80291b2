import type { PhraseBook } from '../phraseBook.ts';

export const polish: PhraseBook = {
  greeting: 'Dzień dobry,',
  greetingByName: 'Dzień dobry, {x},',
  closing: 'Z poważaniem, zespół obsługi klienta',
  mention: 'Chodzi o {x}.',
  promise: 'Obiecujemy, że w ciągu trzech dni otrzyma Pan 49,90 €.',
  source: 'Źródło:',
  topics: {
    router: [
      'Proszę przytrzymać przez dziesięć sekund przycisk z tyłu urządzenia i poczekać, aż światło będzie zielone.',
      'Jeśli światło nadal miga, proszę wyjąć wtyczkę i włożyć ją ponownie po minucie.',
      'Proszę też sprawdzić, czy kabel jest dobrze podłączony do gniazdka w ścianie.',
    ],
    refund: [
      'Przekazaliśmy tę prośbę do działu księgowości, który sprawdza każdy przypadek osobno.',
      'Proszę przesłać nam numer zamówienia, abyśmy mogli znaleźć zakup.',
      'Gdy tylko zapadnie decyzja, otrzyma Pan od nas wiadomość.',
    ],
    invoice: [
      'Wszystkie faktury znajdują się na koncie klienta w części o płatnościach.',
      'Jeśli jakaś kwota wydaje się błędna, proszę podać nam numer z góry strony.',
      'Porównamy wtedy pozycje z umową i napiszemy do Pana.',
    ],
    delivery: [
      'Zamówienie opuściło już nasz magazyn i jest teraz u przewoźnika.',
      'Drogę można śledzić za pomocą numeru, który jest w potwierdzeniu zamówienia.',
      'Jeśli nikogo nie ma w domu, przewoźnik zostawia kartkę z miejscem odbioru.',
    ],
    password: [
      'Proszę otworzyć stronę logowania i wybrać link dla zapomnianego hasła.',
      'Potem przyjdzie wiadomość, dzięki której można ustawić nowe hasło.',
      'Jeśli wiadomość nie przyjdzie, proszę zajrzeć także do folderu z niechcianą pocztą.',
    ],
    cancellation: [
      'Umowę można zakończyć na koncie klienta w części o umowie.',
      'Potem potwierdzimy na piśmie ostatni dzień okresu.',
      'Do tego czasu można korzystać ze wszystkiego tak jak dotychczas.',
    ],
    hours: [
      'Nasz sklep jest czynny od poniedziałku do piątku od dziewiątej do osiemnastej.',
      'W sobotę jesteśmy do dyspozycji do czternastej.',
      'W święta sklep jest nieczynny.',
    ],
    general: [
      'Dziękujemy za wiadomość, chętnie się tym zajmiemy.',
      'Proszę opisać w kilku słowach, co już zostało zrobione.',
      'Dzięki temu znacznie szybciej znajdziemy przyczynę.',
    ],
  },
  fillers: [
    'Jeśli to nie pomoże, proszę po prostu napisać do nas jeszcze raz, a poszukamy razem innego sposobu.',
    'Wielu klientów miało już to samo pytanie i większości z nich pomogły właśnie te kroki.',
    'Warto też zapisać godzinę, ponieważ wtedy możemy porównać ją z naszymi danymi.',
    'Proszę się nie martwić, nic nie zginęło, a dane pozostają takie, jakie są.',
    'Nasi koledzy z działu technicznego także chętnie odpowiedzą na dalsze pytania.',
    'Nie ma żadnego pośpiechu, ponieważ sprawa pozostaje otwarta aż do rozwiązania.',
    'Jeśli coś jest niejasne, proszę napisać, o który krok chodzi.',
    'Wiemy, jak uciążliwa jest taka sytuacja, i dziękujemy za cierpliwość.',
  ],
};
