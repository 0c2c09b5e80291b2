import type { PhraseBook } from '../phraseBook.ts';

export const portuguese: PhraseBook = {
  greeting: 'Bom dia,',
  greetingByName: 'Bom dia, {x},',
  closing: 'Com os melhores cumprimentos, o seu apoio ao cliente',
  mention: 'Trata-se de {x}.',
  promise: 'Prometemos que vai receber 49,90 € no prazo de três dias.',
  source: 'Fonte:',
  topics: {
    router: [
      'Por favor, mantenha premido durante dez segundos o botão na parte de trás do aparelho e espere até que a luz fique verde.',
      'Se a luz continuar a piscar, desligue a ficha e volte a ligá-la depois de um minuto.',
      'Verifique também se o cabo está bem ligado à tomada da parede.',
    ],
    refund: [
      'Passámos o seu pedido ao departamento de contabilidade, que analisa cada caso em separado.',
      'Por favor, envie-nos o número da encomenda para que possamos encontrar a compra.',
      'Assim que houver uma decisão, vai receber uma mensagem nossa.',
    ],
    invoice: [
      'Encontra todas as faturas na sua conta de cliente, na página dos pagamentos.',
      'Se um valor lhe parecer errado, diga-nos o número que está no cimo da página.',
      'Depois comparamos as linhas com o seu contrato e escrevemos-lhe.',
    ],
    delivery: [
      'A sua encomenda já saiu do nosso armazém e está agora com a transportadora.',
      'Pode seguir o caminho com o número que está na mensagem de confirmação.',
      'Se não estiver ninguém em casa, a transportadora deixa um cartão com o local de levantamento.',
    ],
    password: [
      'Por favor, abra a página de entrada e escolha a ligação para uma palavra-passe esquecida.',
      'Depois vai receber uma mensagem com a qual pode escolher uma nova.',
      'Se não chegar nenhuma mensagem, veja também na pasta do correio indesejado.',
    ],
    cancellation: [
      'Pode terminar o seu contrato na sua conta de cliente, na página do meu contrato.',
      'Depois confirmamos por escrito o último dia do período.',
      'Até lá, pode usar tudo como até agora.',
    ],
    hours: [
      'A nossa loja está aberta de segunda a sexta-feira entre as nove e as dezoito horas.',
      'Ao sábado estamos cá para si até às catorze horas.',
      'Nos feriados a loja fica fechada.',
    ],
    general: [
      'Muito obrigado pela sua mensagem, é com gosto que tratamos disso.',
      'Por favor, descreva em poucas palavras o que já tentou fazer.',
      'Assim conseguimos encontrar a causa muito mais depressa.',
    ],
  },
  fillers: [
    'Se isso não ajudar, escreva-nos outra vez e vamos procurar juntos uma outra solução.',
    'Muitos clientes já tiveram a mesma dúvida, e estes passos ajudaram a maior parte deles.',
    'Também é útil anotar a hora, porque assim podemos compará-la com os nossos dados.',
    'Não se preocupe, não se perde nada e os seus dados ficam como estão.',
    'Os nossos colegas da área técnica também respondem com gosto a mais perguntas.',
    'Pode levar todo o tempo de que precisa, porque o seu pedido fica aberto até ser resolvido.',
    'Se alguma coisa não estiver clara, diga-nos por favor a que passo se refere.',
    'Sabemos como uma situação destas é aborrecida e agradecemos a sua paciência.',
  ],
};
