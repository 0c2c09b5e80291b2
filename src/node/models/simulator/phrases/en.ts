import type { PhraseBook } from '../phraseBook.ts';

export const english: PhraseBook = {
  greeting: 'Hello,',
  greetingByName: 'Hello {x},',
  closing: 'Kind regards, your support team',
  mention: 'This is about {x}.',
  promise: 'We promise that you will receive 49.90 € within three days.',
  source: 'Source:',
  topics: {
    router: [
      'Please hold the reset button of the device for ten seconds and then wait until the light stays green.',
      'If the light keeps flashing, pull the power plug and connect it again after one minute.',
      'Please also check whether the cable to the wall socket is firmly in place.',
    ],
    refund: [
      'We have passed your request on to the accounts department, which checks every case on its own.',
      'Please send us the order number so that we can find the purchase.',
      'As soon as there is a decision, you will get a message from us.',
    ],
    invoice: [
      'You find all invoices in your customer account under the heading of payments.',
      'If an amount looks wrong to you, please tell us the number at the top of the page.',
      'We then compare the items with your contract and write to you.',
    ],
    delivery: [
      'Your order has left our warehouse and is now with the carrier.',
      'You can follow its way with the number in the message that confirmed the order.',
      'If nobody is at home, the carrier leaves a card with the place where it is kept.',
    ],
    password: [
      'Please open the page for signing in and choose the link for a forgotten password.',
      'You will then get a message with which you can set a new one.',
      'If no message arrives, please look into the folder for unwanted mail.',
    ],
    cancellation: [
      'You can end your contract in your customer account under the heading of my contract.',
      'After that we confirm the last day of the term in writing.',
      'Until then you can use everything as before.',
    ],
    hours: [
      'Our shop is open from Monday to Friday between nine and six.',
      'On Saturdays we are there until two in the afternoon.',
      'On public holidays the shop stays closed.',
    ],
    general: [
      'Thank you for your message, we are happy to look after this.',
      'Please describe in a few words what you have tried so far.',
      'With that we can find the cause much faster.',
    ],
  },
  fillers: [
    'If that does not help, simply write to us again and we will look for another way together.',
    'Many customers have had the same question, and for most of them these steps were enough.',
    'It also helps to note the time at which it happens, because then we can compare it with our records.',
    'Please do not worry, nothing is lost and your data remain as they are.',
    'Our colleagues in the technical department are also glad to answer further questions.',
    'You can take all the time you need, because your request stays open until it is solved.',
    'Should anything be unclear, please tell us which step you mean.',
    'We know how annoying such a situation is and thank you for your patience.',
  ],
};
