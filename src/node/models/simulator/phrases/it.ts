import type { PhraseBook } from '../phraseBook.ts';

export const italian: PhraseBook = {
  greeting: 'Buongiorno,',
  greetingByName: 'Buongiorno {x},',
  closing: 'Cordiali saluti, il vostro servizio clienti',
  mention: 'Si tratta di {x}.',
  promise: 'Le promettiamo che riceverà 49,90 € entro tre giorni.',
  source: 'Fonte:',
  topics: {
    router: [
      'La preghiamo di tenere premuto per dieci secondi il pulsante sul retro del dispositivo e di aspettare che la luce resti verde.',
      'Se la luce lampeggia ancora, stacchi la spina e la colleghi di nuovo dopo un minuto.',
      'Controlli anche che il cavo sia ben inserito nella presa a muro.',
    ],
    refund: [
      'Abbiamo inoltrato la Sua richiesta al reparto di contabilità, che esamina ogni caso singolarmente.',
      'La preghiamo di inviarci il numero dell’ordine, così possiamo trovare l’acquisto.',
      'Appena ci sarà una decisione, riceverà un nostro messaggio.',
    ],
    invoice: [
      'Trova tutte le fatture nel Suo conto cliente alla voce dei pagamenti.',
      'Se un importo Le sembra sbagliato, ci dica il numero che si trova in alto nella pagina.',
      'Confrontiamo poi le voci con il Suo contratto e Le scriviamo.',
    ],
    delivery: [
      'Il Suo ordine ha lasciato il nostro magazzino ed è adesso presso il corriere.',
      'Può seguire il percorso con il numero che si trova nel messaggio di conferma.',
      'Se non c’è nessuno in casa, il corriere lascia un biglietto con il luogo del ritiro.',
    ],
    password: [
      'La preghiamo di aprire la pagina di accesso e di scegliere il collegamento per le credenziali dimenticate.',
      'Riceverà poi un messaggio con il quale può sceglierne di nuove.',
      'Se non arriva nessun messaggio, guardi anche nella cartella della posta indesiderata.',
    ],
    cancellation: [
      'Può chiudere il Suo contratto nel Suo conto cliente alla voce del contratto.',
      'Dopo Le confermiamo per iscritto l’ultimo giorno della durata.',
      'Fino ad allora può usare tutto come prima.',
    ],
    hours: [
      'Il nostro negozio è aperto dal lunedì al venerdì dalle nove alle diciotto.',
      'Il sabato siamo a Sua disposizione fino alle quattordici.',
      'Nei giorni festivi il negozio rimane chiuso.',
    ],
    general: [
      'Grazie per il Suo messaggio, ce ne occupiamo volentieri.',
      'La preghiamo di descrivere in poche parole che cosa ha già provato.',
      'In questo modo possiamo trovare la causa molto più in fretta.',
    ],
  },
  fillers: [
    'Se questo non aiuta, ci scriva ancora una volta e cercheremo insieme un’altra strada.',
    'Molti clienti hanno avuto la stessa domanda, e alla maggior parte di loro questi passi sono bastati.',
    'È utile anche annotare l’ora, perché così possiamo confrontarla con i nostri dati.',
    'Non si preoccupi, niente è andato perso e i Suoi dati restano come sono.',
    'Anche i nostri colleghi del reparto tecnico rispondono volentieri ad altre domande.',
    'Può prendersi tutto il tempo che Le serve, perché la Sua richiesta resta aperta fino alla soluzione.',
    'Se qualcosa non è chiaro, ci dica per favore a quale passo si riferisce.',
    'Sappiamo quanto sia spiacevole una situazione del genere e La ringraziamo per la pazienza.',
  ],
};
