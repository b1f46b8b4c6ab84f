/** What is said in Spanish. Long because every sentence stands in one list. */
import type { Phrasebook } from '../phrasebook.ts'

/** Spanish sentences. */
export const esReplies: Phrasebook = {
  code: 'es',
  commands: {
    cancel: 'cancelar',
    again: 'inténtalo de nuevo',
    done: 'listo',
    both: 'las dos',
    all: 'todas',
    no: 'no',
    add: 'añade mi cuenta de {service}',
    addAny: 'conecta mi cuenta',
    remove: 'elimina mi cuenta de {service}',
    usage: '¿quién ha usado mi cuenta de {service}?',
  },
  credentials: {
    password: 'contraseña',
    username: 'nombre de usuario',
    token: 'token',
    apiKey: 'clave API',
    credential: 'datos de acceso',
  },
  phrases: {
    whichService: '¿A qué servicio te refieres? Hay: {services}.',
    whichServiceToAdd: '¿Qué servicio? Puedes conectar: {services}.',
    noService: 'Ningún servicio de aquí necesita una cuenta tuya.',
    which: 'Tienes varias cuentas de {service}: {accounts}. ¿Cuál?',
    whichSingle:
      'Tienes varias cuentas de {service}: {accounts}. Esto funciona con una cuenta a la vez. ¿Cuál?',
    toBeAddedAgain: '{account} (hay que añadirla de nuevo)',
    wrongDamaged: 'Lo que había guardado de {account} ya no se puede leer',
    wrongExpired: 'Los datos de acceso de {account} en {service} ({what}) han caducado',
    wrongRejected: '{service} ya no acepta la cuenta {account}',
    broken: '{wrong}. ¿Uso {usable}, o la añades de nuevo?',
    none: 'Todavía no has conectado ninguna cuenta.',
    noneOf: 'Todavía no tienes aquí ninguna cuenta de {service}. Para conectar una, di «{add}».',
    notFound: 'No conozco ninguna cuenta tuya con ese nombre. Tienes: {accounts}.',
    notFoundNone: 'No conozco ninguna cuenta tuya con ese nombre.',
    taken: 'Entiendo que te refieres a {accounts}.',
    switched: 'En esta conversación usaré en {service}: {accounts}.',

    ask: 'Por favor, escribe aquí tus datos de acceso de {service} ({what}):',
    askForUse: 'Necesito acceso a {service}. Por favor, escribe aquí tus datos de acceso ({what}):',
    askAnew: '{service} ya no acepta tus datos de acceso. Por favor, escribe unos nuevos ({what}):',
    askAnewOf:
      '{service} ya no acepta los datos de acceso de {account}. Por favor, escribe unos nuevos ({what}):',
    askAnewExpired:
      'Los datos de acceso de {account} en {service} han caducado. Por favor, escribe unos nuevos ({what}):',
    askAnewDamaged:
      'Lo que había guardado de {account} ya no se puede leer. Por favor, escríbelo de nuevo ({what}):',
    offer:
      'He sacado de tu mensaje unos datos de acceso de {service} ({what}) antes de que nadie pudiera leerlos. ¿Los añado a tus cuentas? (sí o no)',
    offerLate:
      'He sacado de tu mensaje unos datos de acceso de {service} ({what}) antes de que nadie pudiera leerlos. Llegaron cuando el tiempo para responder ya había pasado. ¿Los añado a tus cuentas? (sí o no)',
    offerBeside:
      'Eso parecen datos de acceso de {service} ({what}), así que no los he enviado a {awaited}. ¿Los añado a tus cuentas de {service}? (sí o no)',
    offerUnplaced:
      'He sacado de tu mensaje algo que parece un secreto antes de que nadie pudiera leerlo. ¿De qué servicio es? Di su nombre y lo añado, o «{no}» y lo olvido.',
    offerAgain: '¿Añado a tus cuentas los datos de acceso de {service} ({what}) que enviaste? (sí o no)',
    offerAgainUnplaced:
      '¿De qué servicio es el secreto que enviaste? Di su nombre y lo añado, o «{no}» y lo olvido.',
    alsoFound:
      'En tu mensaje había también datos de acceso de {service} ({what}). Para añadirlos, di «{add}» en los próximos 10 minutos.',
    isItYours:
      '¿Son esos tus datos de acceso ({what})? Si es así, envíalos otra vez, sin nada más. Nadie los ha leído. Para parar, di «{cancel}».',
    keptBack:
      'Eso me lo he guardado, porque puede ser una contraseña. Para conectar {service}, di «{add}». Si no era nada secreto, dilo en una frase.',
    keptBackAwaited:
      'Eso me lo he guardado, porque puede ser una contraseña. {service} necesita otra cosa ({what}): pégala aquí, o di «{cancel}». Si no era nada secreto, dilo en una frase.',
    declinedBefore:
      'Para eso hace falta una cuenta de {service}, y decidiste seguir sin ella. Para conectar una, di «{add}».',
    malformed:
      'No he probado esos datos de acceso de {service} ({what}): {problem}. Por favor, cópialos de nuevo y pégalos aquí:',
    malformedPassword:
      'No he enviado eso: {service} no usa una contraseña, sino esto: {what}. Pégalo aquí, o di «{cancel}»:',
    malformedFields:
      'No sé dónde acaba cada parte, así que no he enviado nada. Dame los datos de {service} uno por uno, primero este: {what}',
    unsendable: 'tiene caracteres que no se pueden enviar, como saltos de línea o acentos',
    tooLong: 'es demasiado largo; admito hasta 8.192 bytes',
    tooShort: 'es demasiado corto',
    empty: 'está vacío',
    cutOff: 'parece cortado',
    cutOffAt: 'parece cortado, {given} de {whole} caracteres',
    commit: 'parece el identificador de un commit',
    uuid: 'parece un identificador (UUID)',
    path: 'parece la ruta de un archivo',
    url: 'parece un enlace',
    words: 'está hecho de palabras',
    document: 'no encontré ninguno en ese documento',
    tooManyMalformed:
      'No ha funcionado, así que dejo de preguntar. Cuando tengas los datos de acceso de {service} ({what}) a mano, di «{add}».',
    cancelled: 'De acuerdo, no conectaré {service} ahora.',
    cancelledAny: 'De acuerdo, lo dejo.',
    discarded:
      'Lo he olvidado. Puede que este chat todavía muestre lo que escribiste: si otros pueden leerlo, revócalo, por favor.',
    oneOnly:
      'En tu mensaje había más de un secreto. He tomado solo el primero y he olvidado el resto: envíalos de uno en uno, por favor.',

    helpWhat: 'Sirve para que use {service} en tu nombre ({what}).',
    makeOne: 'Puedes crearlo en los ajustes de {service}.',
    makeOneAt: 'Puedes crearlo aquí: {url}',
    helpPurpose: 'Se usa para lo que tú pides, y para nada más.',
    helpScopes: 'Necesita: {scopes}.',
    helpScopesLeast: 'Dale los mínimos permisos: para consultar basta con lectura.',
    helpSafety:
      'Sí: se comprueba con {service}, se cifra solo para ti y se usa solo para lo que tú pides. Puedes quitarlo cuando quieras.',
    helpVisibility: 'No. No se vuelve a mostrar, ni siquiera a ti, y solo se envía a {service}.',
    helpStorage:
      'Se guarda cifrado, con una clave propia para ti, por quienes llevan este asistente, y solo se envía a {service}. Di «{remove}» y aquí se borra.',
    helpUsage: 'Solo lo usan tus propias peticiones, y cada uso queda anotado: pregunta «{usage}»',
    helpChoice:
      'La cuenta de {service} que nombres; si no, la que elegiste en esta conversación; si no, tu predeterminada. Si aún hay duda, pregunto.',
    helpRevocation:
      'Di «{remove}» y aquí queda olvidado. Para terminarlo en todas partes, revócalo en {place}.',
    helpExpiry: 'Eso lo decide {service}, y lo que elijas al crearlo. Cuando caduque, te pediré uno nuevo.',
    helpRefusal: 'Nada malo: sigo sin ello, y no puedo mirar en tu cuenta de {service}.',
    helpPaused: 'Demasiados datos de acceso de {service} no fueron aceptados, así que he hecho una pausa.',
    helpUnchecked: '{service} no pudo decirme si es válido. Eso no cuenta como intento.',
    helpRetryNow: 'En cualquier momento durante 10 minutos.',
    helpRetryIn: 'Dentro de {time}.',
    nextPaste: 'Pégalo aquí, o di «{cancel}».',
    nextConfirm: '¿Añado a tus cuentas lo que enviaste? (sí o no)',
    nextRetry: 'Todavía tengo lo que enviaste: di «{again}» o «{cancel}».',
    nextWait: 'Di «{again}» cuando acabe la pausa, o «{cancel}».',
    nextElsewhere: 'Por favor, no lo envíes en este chat. Cuando esté añadido en otro sitio, di «{done}».',

    already: 'Esos datos de acceso de {service} ya están guardados en tu cuenta. ¡Todo listo!',
    notUnderstood: 'No lo he entendido.',
    unknownService: 'No sé a qué servicio te refieres.',
    unknownAccount: 'No sé a qué cuenta te refieres.',
    noHurry: 'Tómate tu tiempo: puedo esperar 10 minutos.',
    sayService: 'Di el nombre de uno ({services}), o «{cancel}».',
    sayAccount: 'Tienes {accounts}: di el nombre de una, o «{cancel}».',
    sayAccountOrBoth: 'Tienes {accounts}: di el nombre de una, «{both}» o «{cancel}».',
    sayAccountOrAll: 'Tienes {accounts}: di el nombre de una, «{all}» o «{cancel}».',
    sayName: 'Di el nuevo nombre de la cuenta, o «{cancel}».',
    sayPlace: 'Di de qué servicio es lo que enviaste, o «{no}» y lo olvido.',
    sayElsewhere: 'Cuando tu cuenta de {service} esté conectada, di «{done}», o «{cancel}».',
    sayPaste: 'Espero tus datos de acceso de {service} ({what}): pégalos aquí, o di «{cancel}».',

    locked:
      'Demasiados datos de acceso de {service} no fueron aceptados, así que añadirlos está en pausa. Inténtalo de nuevo dentro de {time}. Las cuentas conectadas siguen funcionando.',
    lockedKept: 'Guardo tu petición hasta entonces: di «{again}».',
    busyChecking:
      'Un momento: todavía estoy comprobando otros datos tuyos de {service}. Di «{again}» en unos segundos.',

    listDefault: 'predeterminada',
    listInUse: 'en uso en esta conversación',
    listExpired: 'caducada',
    listAddAgain: 'hay que añadirla de nuevo',
    usageNone: 'Nada ha usado tus cuentas últimamente.',
    usageLead: 'Esto ha pasado con tus cuentas, lo más nuevo primero:',
    didUse: 'se usó',
    didRefuseUse: 'se pidió y no se usó',
    didAdd: 'se añadió',
    didReplace: 'recibió datos de acceso nuevos',
    didDuplicate: 'se dio otra vez, y ya estaba',
    didAccept: 'se comprobaron y aceptaron unos datos de acceso',
    didReject: 'no se aceptaron unos datos de acceso',
    didNotCheck: 'no se pudieron comprobar unos datos de acceso',
    didNotTake: 'no se tomaron unos datos de acceso, por demasiados intentos o porque se comprobaban otros',
    didCheck: 'se comprobó de nuevo y funciona',
    didExpire: 'dejó de ser aceptada',
    didDamage: 'no se pudo leer y hay que añadirla de nuevo',
    didDeny: 'se denegó y no se usó',
    didLabel: 'recibió un nombre nuevo',
    didUnlabel: 'perdió su nombre',
    didDefault: 'pasó a ser la predeterminada',
    didClearDefault: 'ya no es la predeterminada',
    didRemove: 'se eliminó',
    didLock: 'añadir quedó en pausa, por demasiados intentos',
    didUnlock: 'se puede añadir de nuevo',
    defaultSet: '{account} es ahora tu cuenta predeterminada de {service}.',
    renamed: 'Tu cuenta {account} de {service} se llama ahora «{label}».',
    unlabelled: 'Tu cuenta {account} de {service} ya no tiene otro nombre.',
    labelTaken:
      'Tu cuenta {holder} ya se llama así, de modo que {account} se queda como está. ¿Cómo la llamo entonces? Di otro nombre, o «{cancel}».',
    confirmRemoval: '¿Elimino {accounts} de {service} y olvido lo que está guardado? (sí o no)',
    removed:
      'Eliminado de {service}: {accounts}. Ya no puedo usarlo; para terminarlo en todas partes, revoca también los datos de acceso en {service}.',
    removedRevoked: 'Revocado en {service} y eliminado aquí: {accounts}.',
    kept: 'De acuerdo, no se ha eliminado nada.',
    unclear: 'Eso no fue un sí claro, así que no se ha eliminado nada. Para eliminarlo, pídelo otra vez.',
    aboutRemoval:
      'Al eliminar se borra lo que está guardado aquí, y nada en el servicio: tu cuenta y tus datos allí se quedan como están. Puedes conectarla de nuevo cuando quieras.',
    whichName: '¿Cómo se va a llamar tu cuenta {account} de {service}? Di el nuevo nombre, o «{cancel}».',
    confirmForget: 'Olvidarlo todo: ¿elimino {accounts} y lo que está guardado? (sí o no)',
    confirmLogOut: 'Cerrar la sesión en todas partes: ¿elimino {accounts} y lo que está guardado? (sí o no)',
    forgotten:
      'Eliminado: {accounts}. Ya no puedo usarlo; para terminarlo en todas partes, revoca también los datos de acceso en los servicios.',
    defaultCleared: 'Ya no tienes cuenta predeterminada de {service}. Si tienes varias, preguntaré.',
    gone: 'Esa cuenta ya no está.',

    elsewhere:
      'Necesito acceso a {service}, pero sus datos de acceso no se pueden dar en este chat. Pregunta a quienes llevan este asistente dónde añadirlos, y luego di «{done}».',
    link: 'Para conectar tu cuenta de {service}, abre esta página en los próximos diez minutos. Es solo para ti: {url}',
    connectNotNow:
      'Necesito acceso a {service}, pero ahora mismo no puedo iniciar la conexión. Inténtalo de nuevo en un minuto, por favor.',
    connectLink:
      'Para conectar {service}, abre este enlace y permite el acceso: {url}\nSirve una vez, durante {time}. Seguiré por mi cuenta cuando termines.',
    connectCode:
      'Para conectar {service}, abre {url} e introduce el código {code}\nSirve durante {time}. Seguiré por mi cuenta cuando termines.',
    insecure:
      'Necesito acceso a {service}, pero esta conexión no está cifrada. Abre el chat por https y pregunta de nuevo, por favor.',
    insecurePasted:
      'Esta conexión no está cifrada, así que no lo he guardado. Da por hecho que otros pudieron verlo: revócalo y abre el chat por https.',
    shared:
      'Necesito acceso a {service}. Otros pueden leer este canal, así que envíame un mensaje privado para conectarlo.',
    sharedPasted:
      'Otros pueden leer este canal, así que no lo he guardado. Da por hecho que otros pudieron verlo: revócalo y envíame uno nuevo en privado.',
    notHere:
      'He sacado de tu mensaje un secreto de {service} y no lo he guardado: no se puede añadir en este chat. Da por hecho que otros pudieron verlo y revócalo, por favor.',

    busy: 'Un momento: todavía estoy con tu último mensaje. Envía este otra vez, por favor.',
    heldBack:
      'Perdí el hilo mientras esperaba tus datos de acceso de {service} ({what}), así que no he leído ni pasado ese último mensaje: puede ser un secreto. Di «{add}» para empezar de nuevo.',
    unavailable:
      'Ahora mismo no puedo recibir datos de acceso. No se ha guardado nada. Inténtalo en unos minutos, por favor.',
    officialRequest:
      'Si necesito datos de acceso tuyos, los pediré en un mensaje aparte. Para conectar una cuenta ahora, di «{addAny}».',
    alreadyGoingOn: 'Ya estoy en ello: ese mensaje ya me llegó.',
    messageTooLong:
      'Ese mensaje es más largo de lo que puedo leer, así que no lo he leído. Envíalo en partes más cortas, por favor.',
    noText: 'No he podido leer ese mensaje. Envíalo como texto, por favor.',

    validating: 'Comprobando…',
    added: 'Cuenta de {service} añadida: {account}',
    addedUnchecked:
      'Cuenta de {service} guardada sin comprobar: {account}. No tengo forma de preguntar a {service}; el primer uso dirá si funciona.',
    labelLeftOut: 'He dejado fuera el nombre, porque tu cuenta {holder} ya se llama así.',
    lookAlike: 'Su nombre se parece al de {other}, otra cuenta tuya. Otro nombre las distinguiría.',
    replaced: 'Datos de acceso de {account} en {service} actualizados',
    nowHave: 'Ahora tienes {count} cuentas de {service}: {accounts}',
    rejected: '{service} no lo ha aceptado ({what}).',
    rejectedExpired: 'Esos datos de acceso de {service} ({what}) han caducado.',
    looksIncomplete: 'Parece incompleto: falta o sobra algún carácter.',
    triesLeft: 'Intentos que quedan: {count}.',
    pasteAgain: 'Compruébalo y pégalo otra vez, o di «{cancel}»:',
    startAgain: 'Empieza otra vez, primero con esto: {field}, o di «{cancel}»:',
    unchecked:
      '{service} {reason}, así que todavía no he podido comprobar tus datos de acceso. No cuenta como intento. Di «{again}» en los próximos 10 minutos, o «{cancel}».',
    clock: 'dice que el reloj de esta máquina va mal',
    incomplete: 'necesita otra parte para poder decirlo (un sitio o una segunda clave que corresponda)',
    scope: 'los conoce, pero no les deja decir de quién son (dales permiso para leer su propio usuario)',
    rateLimited: 'me pide que vaya más despacio',
    ssoRequired: 'quiere que primero se autoricen para el inicio de sesión único (se hace en sus ajustes)',
    forbidden: 'no quiso decir si son válidos',
    serviceDown: 'no responde bien en este momento',
    timeout: 'tardó demasiado en responder',
    network: 'no está accesible en este momento',
    redirected: 'respondió desde una dirección inesperada',
    unreadable: 'dio una respuesta que no pude leer',
    retryAgain: 'Todavía tengo tus datos de acceso de {service} ({what}): di «{again}» o «{cancel}».',
    retryPaused: 'Añadir una cuenta de {service} está en pausa: di «{again}» cuando acabe, o «{cancel}».',
    toolRefuses:
      '{service} acepta tus datos de acceso, pero la herramienta los sigue rechazando, así que lo he dejado. Quizá les falta un permiso que esta petición necesita.',
  },
}
