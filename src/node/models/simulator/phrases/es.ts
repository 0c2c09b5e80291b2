import type { PhraseBook } from '../phraseBook.ts';

export const spanish: PhraseBook = {
  greeting: 'Buenos días,',
  greetingByName: 'Buenos días, {x}:',
  closing: 'Un cordial saludo, su servicio de atención al cliente',
  mention: 'Se trata de {x}.',
  promise: 'Le prometemos que recibirá 49,90 € en un plazo de tres días.',
  source: 'Fuente:',
  topics: {
    router: [
      'Por favor, mantenga pulsado durante diez segundos el botón de la parte trasera del aparato y espere hasta que la luz quede verde.',
      'Si la luz sigue parpadeando, desenchufe el aparato y vuelva a enchufarlo después de un minuto.',
      'Compruebe también que el cable esté bien conectado a la toma de la pared.',
    ],
    refund: [
      'Hemos pasado su solicitud al departamento de contabilidad, que estudia cada caso por separado.',
      'Por favor, envíenos el número del pedido para que podamos encontrar la compra.',
      'En cuanto haya una decisión, recibirá un mensaje nuestro.',
    ],
    invoice: [
      'Encontrará todas las facturas en su cuenta de cliente, en el apartado de pagos.',
      'Si un importe le parece equivocado, díganos el número que está en la parte de arriba de la página.',
      'Después comparamos los conceptos con su contrato y le escribimos.',
    ],
    delivery: [
      'Su pedido ha salido de nuestro almacén y ahora lo tiene el transportista.',
      'Puede seguir el camino con el número que aparece en el mensaje de confirmación.',
      'Si no hay nadie en casa, el transportista deja una tarjeta con el lugar de recogida.',
    ],
    password: [
      'Por favor, abra la página de acceso y elija el enlace para una contraseña olvidada.',
      'Después recibirá un mensaje con el que podrá elegir una nueva.',
      'Si no llega ningún mensaje, mire también en la carpeta de correo no deseado.',
    ],
    cancellation: [
      'Puede terminar su contrato en su cuenta de cliente, en el apartado de mi contrato.',
      'Después le confirmamos por escrito el último día del periodo.',
      'Hasta entonces puede usar todo como hasta ahora.',
    ],
    hours: [
      'Nuestra tienda está abierta de lunes a viernes entre las nueve y las seis de la tarde.',
      'Los sábados estamos para usted hasta las dos.',
      'En los días festivos la tienda permanece cerrada.',
    ],
    general: [
      'Muchas gracias por su mensaje, con mucho gusto nos ocupamos de ello.',
      'Por favor, describa en pocas palabras lo que ya ha intentado.',
      'Así podemos encontrar la causa mucho más rápido.',
    ],
  },
  fillers: [
    'Si eso no ayuda, escríbanos otra vez y buscaremos juntos otra manera de resolverlo.',
    'Muchos clientes han tenido la misma pregunta, y a la mayoría le han ayudado estos pasos.',
    'También es útil que anote la hora, porque entonces podemos compararla con nuestros datos.',
    'No se preocupe, por favor, nada se ha perdido y sus datos siguen como estaban.',
    'Nuestros compañeros del departamento técnico también responden con gusto a más preguntas.',
    'Puede tomarse todo el tiempo que necesite, porque su solicitud sigue abierta hasta que se resuelva.',
    'Si algo no está claro, díganos por favor a qué paso se refiere.',
    'Sabemos lo molesta que es una situación así y le damos las gracias por su paciencia.',
  ],
};
