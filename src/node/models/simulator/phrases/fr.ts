import type { PhraseBook } from '../phraseBook.ts';

export const french: PhraseBook = {
  greeting: 'Bonjour,',
  greetingByName: 'Bonjour {x},',
  closing: 'Bien cordialement, votre service client',
  mention: 'Il s’agit ici de {x}.',
  promise: 'Nous vous promettons que vous recevrez 49,90 € sous trois jours.',
  source: 'Source :',
  topics: {
    router: [
      'Veuillez appuyer pendant dix secondes sur le bouton au dos de l’appareil et attendre que la lumière reste verte.',
      'Si elle clignote encore, débranchez la prise et rebranchez-la au bout d’une minute.',
      'Vérifiez aussi que le câble est bien enfoncé dans la prise du mur.',
    ],
    refund: [
      'Nous avons transmis votre demande au service de comptabilité, qui examine chaque cas.',
      'Merci de nous envoyer le numéro de la commande pour que nous puissions retrouver l’achat.',
      'Dès qu’une décision est prise, vous recevrez un message de notre part.',
    ],
    invoice: [
      'Vous trouverez toutes les factures dans votre compte client à la page des paiements.',
      'Si une somme vous paraît fausse, indiquez-nous le numéro en haut de la page.',
      'Nous comparons ensuite les lignes avec votre contrat et nous vous écrivons.',
    ],
    delivery: [
      'Votre commande a quitté notre entrepôt et elle est maintenant chez le transporteur.',
      'Vous pouvez suivre son trajet avec le numéro qui se trouve dans le message de confirmation.',
      'Si personne n’est à la maison, le transporteur laisse une carte avec le lieu de retrait.',
    ],
    password: [
      'Veuillez ouvrir la page de connexion et choisir le lien pour un mot de passe oublié.',
      'Vous recevrez ensuite un message avec lequel vous pourrez en choisir un nouveau.',
      'Si aucun message n’arrive, regardez aussi dans le dossier du courrier indésirable.',
    ],
    cancellation: [
      'Vous pouvez mettre fin à votre contrat dans votre compte client à la page de votre abonnement.',
      'Nous vous confirmons ensuite par écrit le dernier jour de la période.',
      'Jusque-là, vous pouvez tout utiliser comme avant.',
    ],
    hours: [
      'Notre magasin est ouvert du lundi au vendredi de neuf heures à dix-huit heures.',
      'Le samedi, nous sommes là pour vous jusqu’à quatorze heures.',
      'Les jours fériés, le magasin reste fermé.',
    ],
    general: [
      'Merci pour votre message, nous nous en occupons avec plaisir.',
      'Veuillez décrire en quelques mots ce que vous avez déjà essayé.',
      'Nous pourrons ainsi trouver la cause beaucoup plus vite.',
    ],
  },
  fillers: [
    'Si cela ne suffit pas, écrivez-nous simplement encore une fois et nous chercherons une autre solution ensemble.',
    'Beaucoup de clients ont déjà posé la même question, et ces étapes ont aidé la plupart d’entre eux.',
    'Il est également utile de noter l’heure, car nous pouvons alors la comparer avec nos données.',
    'Ne vous inquiétez pas, rien n’est perdu et vos données restent comme elles sont.',
    'Nos collègues du service technique répondent aussi avec plaisir à toutes vos questions.',
    'Vous pouvez prendre tout votre temps, car votre demande reste ouverte jusqu’à la solution.',
    'Si quelque chose n’est pas clair, dites-nous de quelle étape il est question.',
    'Nous savons combien une telle situation est pénible et nous vous remercions de votre patience.',
  ],
};
