/** What is said in Portuguese. Long because every sentence stands in one list. */
import type { Phrasebook } from '../phrasebook.ts'

/** Portuguese sentences. */
export const ptReplies: Phrasebook = {
  code: 'pt',
  commands: {
    cancel: 'cancelar',
    again: 'tentar de novo',
    done: 'pronto',
    both: 'as duas',
    all: 'todas',
    no: 'não',
    add: 'adicione minha conta do {service}',
    addAny: 'conecte minha conta',
    remove: 'remova minha conta do {service}',
    usage: 'quem usou minha conta do {service}?',
  },
  credentials: {
    password: 'senha',
    username: 'nome de usuário',
    token: 'token',
    apiKey: 'chave de API',
    credential: 'dados de acesso',
  },
  phrases: {
    whichService: 'De que serviço você fala? Existem: {services}.',
    whichServiceToAdd: 'Que serviço? Você pode conectar: {services}.',
    noService: 'Nenhum serviço aqui precisa de uma conta sua.',
    which: 'Você tem várias contas de {service}: {accounts}. Qual?',
    whichSingle:
      'Você tem várias contas de {service}: {accounts}. Isso funciona com uma conta de cada vez. Qual?',
    toBeAddedAgain: '{account} (precisa ser adicionada de novo)',
    wrongDamaged: 'O que estava guardado de {account} não pode mais ser lido',
    wrongExpired: 'Os dados de acesso de {account} no {service} ({what}) expiraram',
    wrongRejected: 'O {service} não aceita mais {account}',
    broken: '{wrong}. Uso {usable}, ou você a adiciona de novo?',
    none: 'Você ainda não conectou nenhuma conta.',
    noneOf: 'Você ainda não tem nenhuma conta de {service} aqui. Para conectar uma, diga “{add}”.',
    notFound: 'Não conheço nenhuma conta sua com esse nome. Você tem: {accounts}.',
    notFoundNone: 'Não conheço nenhuma conta sua com esse nome.',
    taken: 'Entendo que você fala de {accounts}.',
    switched: 'Nesta conversa vou usar no {service}: {accounts}.',

    ask: 'Por favor, escreva aqui seus dados de acesso do {service} ({what}):',
    askForUse: 'Preciso de acesso ao {service}. Por favor, escreva aqui seus dados de acesso ({what}):',
    askAnew: 'O {service} não aceita mais seus dados de acesso. Por favor, escreva novos ({what}):',
    askAnewOf:
      'O {service} não aceita mais os dados de acesso de {account}. Por favor, escreva novos ({what}):',
    askAnewExpired:
      'Os dados de acesso de {account} no {service} expiraram. Por favor, escreva novos ({what}):',
    askAnewDamaged:
      'O que estava guardado de {account} não pode mais ser lido. Por favor, escreva de novo ({what}):',
    offer:
      'Tirei da sua mensagem dados de acesso do {service} ({what}) antes que alguém pudesse ler. Adiciono às suas contas? (sim ou não)',
    offerLate:
      'Tirei da sua mensagem dados de acesso do {service} ({what}) antes que alguém pudesse ler. Chegaram quando o tempo de responder já tinha passado. Adiciono às suas contas? (sim ou não)',
    offerBeside:
      'Isso parece ser dados de acesso do {service} ({what}), por isso não enviei ao {awaited}. Adiciono às suas contas do {service}? (sim ou não)',
    offerUnplaced:
      'Tirei da sua mensagem algo que parece um segredo antes que alguém pudesse ler. De que serviço é? Diga o nome e eu adiciono, ou “{no}” e eu esqueço.',
    offerAgain:
      'Adiciono às suas contas os dados de acesso do {service} ({what}) que você enviou? (sim ou não)',
    offerAgainUnplaced:
      'De que serviço é o segredo que você enviou? Diga o nome e eu adiciono, ou “{no}” e eu esqueço.',
    alsoFound:
      'Na sua mensagem havia também dados de acesso do {service} ({what}). Para adicioná-los, diga “{add}” nos próximos 10 minutos.',
    isItYours:
      'São esses os seus dados de acesso ({what})? Se sim, envie outra vez, sem mais nada. Ninguém leu. Para parar, diga “{cancel}”.',
    keptBack:
      'Guardei isso só comigo, porque pode ser uma senha. Para conectar o {service}, diga “{add}”. Se não era segredo, diga numa frase.',
    keptBackAwaited:
      'Guardei isso só comigo, porque pode ser uma senha. O {service} precisa de outra coisa ({what}): cole aqui, ou diga “{cancel}”. Se não era segredo, diga numa frase.',
    declinedBefore:
      'Isso precisa de uma conta do {service}, e você decidiu seguir sem ela. Para conectar uma, diga “{add}”.',
    malformed:
      'Não experimentei esses dados de acesso do {service} ({what}): {problem}. Por favor, copie de novo e cole aqui:',
    malformedPassword:
      'Não enviei isso: o {service} não usa senha, e sim isto: {what}. Cole aqui, ou diga “{cancel}”:',
    malformedFields:
      'Não sei onde acaba cada parte, por isso não enviei nada. Dê os dados do {service} um por um, primeiro este: {what}',
    unsendable: 'tem caracteres que não podem ser enviados, como quebras de linha ou acentos',
    tooLong: 'é longo demais; aceito até 8.192 bytes',
    tooShort: 'é curto demais',
    empty: 'está vazio',
    cutOff: 'parece cortado',
    cutOffAt: 'parece cortado, {given} de {whole} caracteres',
    commit: 'parece o identificador de um commit',
    uuid: 'parece um identificador (UUID)',
    path: 'parece o caminho de um arquivo',
    url: 'parece um link',
    words: 'é feito de palavras',
    document: 'não encontrei nenhum nesse documento',
    tooManyMalformed:
      'Não deu certo, então parei de perguntar. Quando tiver os dados de acesso do {service} ({what}) à mão, diga “{add}”.',
    cancelled: 'Tudo bem, não vou conectar o {service} agora.',
    cancelledAny: 'Tudo bem, parei.',
    discarded:
      'Esqueci isso. Esta conversa talvez ainda mostre o que você digitou: se outros podem ler, revogue, por favor.',
    oneOnly:
      'Sua mensagem tinha mais de um segredo. Peguei só o primeiro e esqueci o resto: envie um de cada vez, por favor.',

    helpWhat: 'Serve para eu usar o {service} em seu nome ({what}).',
    makeOne: 'Você pode criar nas configurações do {service}.',
    makeOneAt: 'Você pode criar aqui: {url}',
    helpPurpose: 'É usado para o que você pede, e para mais nada.',
    helpScopes: 'Precisa de: {scopes}.',
    helpScopesLeast: 'Dê o mínimo de permissões: para consultar basta leitura.',
    helpSafety:
      'Sim: é verificado com o {service}, cifrado só para você e usado só para os seus pedidos. Você pode remover quando quiser.',
    helpVisibility: 'Não. Nunca mais é mostrado, nem a você, e só é enviado ao {service}.',
    helpStorage:
      'Fica guardado cifrado, com uma chave só sua, por quem cuida deste assistente, e só é enviado ao {service}. Diga “{remove}” e é apagado aqui.',
    helpUsage: 'Só os seus próprios pedidos usam, e cada uso fica anotado: pergunte “{usage}”',
    helpChoice:
      'A conta do {service} que você disser; senão a que escolheu nesta conversa; senão a padrão. Se ainda houver dúvida, pergunto.',
    helpRevocation: 'Diga “{remove}” e aqui fica esquecido. Para acabar em todo lugar, revogue em {place}.',
    helpExpiry: 'Isso depende do {service}, e do que você escolhe ao criar. Quando expirar, peço um novo.',
    helpRefusal: 'Nada de mau: sigo sem isso, e não posso olhar na sua conta do {service}.',
    helpPaused: 'Muitos dados de acesso do {service} não foram aceitos, por isso fiz uma pausa.',
    helpUnchecked: 'O {service} não conseguiu me dizer se é válido. Isso não conta como tentativa.',
    helpRetryNow: 'A qualquer momento em 10 minutos.',
    helpRetryIn: 'Daqui a {time}.',
    nextPaste: 'Cole aqui, ou diga “{cancel}”.',
    nextConfirm: 'Adiciono às suas contas o que você enviou? (sim ou não)',
    nextRetry: 'Ainda tenho o que você enviou: diga “{again}” ou “{cancel}”.',
    nextWait: 'Diga “{again}” quando a pausa acabar, ou “{cancel}”.',
    nextElsewhere:
      'Por favor, não envie nesta conversa. Quando estiver adicionado em outro lugar, diga “{done}”.',

    already: 'Esses dados de acesso do {service} já estão guardados na sua conta. Tudo pronto!',
    notUnderstood: 'Não entendi.',
    unknownService: 'Não sei de que serviço você fala.',
    unknownAccount: 'Não sei de que conta você fala.',
    noHurry: 'Sem pressa: posso esperar 10 minutos.',
    sayService: 'Diga o nome de um ({services}), ou “{cancel}”.',
    sayAccount: 'Você tem {accounts}: diga o nome de uma, ou “{cancel}”.',
    sayAccountOrBoth: 'Você tem {accounts}: diga o nome de uma, “{both}” ou “{cancel}”.',
    sayAccountOrAll: 'Você tem {accounts}: diga o nome de uma, “{all}” ou “{cancel}”.',
    sayName: 'Diga o novo nome da conta, ou “{cancel}”.',
    sayPlace: 'Diga de que serviço é o que você enviou, ou “{no}” e eu esqueço.',
    sayElsewhere: 'Quando sua conta do {service} estiver conectada, diga “{done}”, ou “{cancel}”.',
    sayPaste: 'Espero seus dados de acesso do {service} ({what}): cole aqui, ou diga “{cancel}”.',

    locked:
      'Muitos dados de acesso do {service} não foram aceitos, por isso adicionar está em pausa. Tente de novo daqui a {time}. As contas conectadas continuam funcionando.',
    lockedKept: 'Guardo seu pedido até lá: diga “{again}”.',
    busyChecking:
      'Um momento: ainda estou verificando outros dados seus do {service}. Diga “{again}” daqui a alguns segundos.',

    listDefault: 'padrão',
    listInUse: 'em uso nesta conversa',
    listExpired: 'expirada',
    listAddAgain: 'precisa ser adicionada de novo',
    usageNone: 'Nada usou suas contas ultimamente.',
    usageLead: 'Isto aconteceu com suas contas, o mais novo primeiro:',
    didUse: 'foi usada',
    didRefuseUse: 'foi pedida e não foi usada',
    didAdd: 'foi adicionada',
    didReplace: 'recebeu novos dados de acesso',
    didDuplicate: 'foi dada de novo, e já estava aqui',
    didAccept: 'dados de acesso foram verificados e aceitos',
    didReject: 'dados de acesso não foram aceitos',
    didNotCheck: 'dados de acesso não puderam ser verificados',
    didNotTake: 'dados de acesso não foram tomados, por muitas tentativas ou porque outros eram verificados',
    didCheck: 'foi verificada de novo e funciona',
    didExpire: 'deixou de ser aceita',
    didDamage: 'não pôde ser lida e precisa ser adicionada de novo',
    didDeny: 'foi negada e não foi usada',
    didLabel: 'recebeu um novo nome',
    didUnlabel: 'perdeu o nome',
    didDefault: 'passou a ser a padrão',
    didClearDefault: 'já não é a padrão',
    didRemove: 'foi removida',
    didLock: 'adicionar ficou em pausa, por muitas tentativas',
    didUnlock: 'adicionar foi liberado de novo',
    defaultSet: '{account} é agora sua conta padrão do {service}.',
    renamed: 'Sua conta {account} do {service} agora se chama “{label}”.',
    unlabelled: 'Sua conta {account} do {service} já não tem outro nome.',
    labelTaken:
      'Sua conta {holder} já se chama assim, então {account} fica como está. Como devo chamá-la? Diga outro nome, ou “{cancel}”.',
    confirmRemoval: 'Removo {accounts} do {service} e esqueço o que está guardado? (sim ou não)',
    removed:
      'Removido do {service}: {accounts}. Não posso mais usar; para acabar em todo lugar, revogue também os dados de acesso no {service}.',
    removedRevoked: 'Revogado no {service} e apagado aqui: {accounts}.',
    kept: 'Tudo bem, nada foi removido.',
    unclear: 'Não foi um sim claro, por isso nada foi removido. Para remover, peça outra vez.',
    aboutRemoval:
      'Remover apaga o que está guardado aqui, e nada no serviço: sua conta e seus dados lá ficam como estão. Você pode conectar de novo quando quiser.',
    whichName: 'Como deve se chamar sua conta {account} do {service}? Diga o novo nome, ou “{cancel}”.',
    confirmForget: 'Esquecer tudo: removo {accounts} e o que está guardado? (sim ou não)',
    confirmLogOut: 'Sair de tudo: removo {accounts} e o que está guardado? (sim ou não)',
    forgotten:
      'Removido: {accounts}. Não posso mais usar; para acabar em todo lugar, revogue também os dados de acesso nos serviços.',
    defaultCleared: 'Você já não tem conta padrão do {service}. Se houver várias, pergunto.',
    gone: 'Essa conta não está mais aqui.',

    elsewhere:
      'Preciso de acesso ao {service}, mas seus dados de acesso não podem ser dados nesta conversa. Pergunte a quem cuida deste assistente onde adicioná-los, e depois diga “{done}”.',
    link: 'Para conectar sua conta do {service}, abra esta página em até dez minutos. Ela é só para você: {url}',
    connectNotNow:
      'Preciso de acesso ao {service}, mas não consigo iniciar a conexão agora. Tente de novo em um minuto, por favor.',
    connectLink:
      'Para conectar o {service}, abra este link e permita o acesso: {url}\nEle vale uma vez, por {time}. Continuo por conta própria quando você terminar.',
    connectCode:
      'Para conectar o {service}, abra {url} e digite o código {code}\nEle vale por {time}. Continuo por conta própria quando você terminar.',
    insecure:
      'Preciso de acesso ao {service}, mas esta conexão não é cifrada. Abra a conversa por https e peça de novo, por favor.',
    insecurePasted:
      'Esta conexão não é cifrada, por isso não guardei. Considere que outros podem ter visto: revogue e abra a conversa por https.',
    shared:
      'Preciso de acesso ao {service}. Outros podem ler este canal, então me envie uma mensagem privada para conectar.',
    sharedPasted:
      'Outros podem ler este canal, por isso não guardei. Considere que outros podem ter visto: revogue e me envie um novo em privado.',
    notHere:
      'Tirei da sua mensagem um segredo do {service} e não guardei: não pode ser adicionado nesta conversa. Considere que outros podem ter visto e revogue, por favor.',

    busy: 'Um momento: ainda estou na sua última mensagem. Envie esta outra vez, por favor.',
    heldBack:
      'Perdi o fio enquanto esperava seus dados de acesso do {service} ({what}), por isso não li nem passei adiante essa última mensagem: pode ser um segredo. Diga “{add}” para recomeçar.',
    unavailable:
      'Agora não posso receber dados de acesso. Nada foi guardado. Tente de novo em alguns minutos, por favor.',
    officialRequest:
      'Se eu precisar de dados de acesso seus, peço numa mensagem à parte. Para conectar uma conta agora, diga “{addAny}”.',
    alreadyGoingOn: 'Já estou cuidando disso: essa mensagem já chegou.',
    messageTooLong:
      'Essa mensagem é mais longa do que consigo ler, por isso não li. Envie em partes menores, por favor.',
    noText: 'Não consegui ler essa mensagem. Envie como texto, por favor.',

    validating: 'Verificando…',
    added: 'Conta do {service} adicionada: {account}',
    addedUnchecked:
      'Conta do {service} guardada sem verificação: {account}. Não tenho como perguntar ao {service}; o primeiro uso dirá se funciona.',
    labelLeftOut: 'Deixei o nome de fora, porque sua conta {holder} já se chama assim.',
    lookAlike: 'O nome se parece com o de {other}, outra conta sua. Outro nome as distinguiria.',
    replaced: 'Dados de acesso de {account} no {service} atualizados',
    nowHave: 'Agora você tem {count} contas do {service}: {accounts}',
    rejected: 'O {service} não aceitou isso ({what}).',
    rejectedExpired: 'Esses dados de acesso do {service} ({what}) expiraram.',
    looksIncomplete: 'Parece incompleto: um caractere parece faltar ou ter mudado.',
    triesLeft: 'Tentativas restantes: {count}.',
    pasteAgain: 'Confira e cole de novo, ou diga “{cancel}”:',
    startAgain: 'Comece de novo, primeiro com isto: {field}, ou diga “{cancel}”:',
    unchecked:
      'O {service} {reason}, por isso ainda não pude verificar seus dados de acesso. Não conta como tentativa. Diga “{again}” nos próximos 10 minutos, ou “{cancel}”.',
    clock: 'diz que o relógio desta máquina está errado',
    incomplete: 'precisa de outra parte para dizer (um endereço ou uma segunda chave que combine)',
    scope: 'os conhece, mas não deixa dizer de quem são (dê a eles permissão de ler o próprio usuário)',
    rateLimited: 'me pede para ir mais devagar',
    ssoRequired: 'quer que primeiro sejam autorizados para login único (isso se faz nas configurações dele)',
    forbidden: 'não quis dizer se são válidos',
    serviceDown: 'não está respondendo direito agora',
    timeout: 'demorou demais para responder',
    network: 'não está acessível agora',
    redirected: 'respondeu de um endereço inesperado',
    unreadable: 'deu uma resposta que não consegui ler',
    retryAgain: 'Ainda tenho seus dados de acesso do {service} ({what}): diga “{again}” ou “{cancel}”.',
    retryPaused:
      'Adicionar uma conta do {service} está em pausa: diga “{again}” quando acabar, ou “{cancel}”.',
    toolRefuses:
      'O {service} aceita seus dados de acesso, mas a ferramenta ainda os recusa, por isso parei. Talvez falte a eles uma permissão que este pedido exige.',
  },
}
