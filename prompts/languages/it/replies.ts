/** What is said in Italian. Long because every sentence stands in one list. */
import type { Phrasebook } from '../phrasebook.ts'

/** Italian sentences. */
export const itReplies: Phrasebook = {
  code: 'it',
  commands: {
    cancel: 'annulla',
    again: 'riprova',
    done: 'fatto',
    both: 'entrambi',
    all: 'tutti',
    no: 'no',
    add: 'aggiungi il mio account {service}',
    addAny: 'collega il mio account',
    remove: 'rimuovi il mio account {service}',
    usage: 'chi ha usato il mio account {service}?',
  },
  credentials: {
    password: 'password',
    username: 'nome utente',
    token: 'token',
    apiKey: 'chiave API',
    credential: 'credenziali',
  },
  phrases: {
    whichService: 'Quale servizio intendi? Ci sono: {services}.',
    whichServiceToAdd: 'Quale servizio? Puoi collegare: {services}.',
    noService: 'Nessun servizio qui ha bisogno di un tuo account.',
    which: 'Hai più account {service}: {accounts}. Quale?',
    whichSingle: 'Hai più account {service}: {accounts}. Questo funziona con un account alla volta. Quale?',
    toBeAddedAgain: '{account} (da aggiungere di nuovo)',
    wrongDamaged: 'Quello che era salvato per {account} non si può più leggere',
    wrongExpired: 'Le credenziali di {account} su {service} ({what}) sono scadute',
    wrongRejected: '{service} non accetta più {account}',
    broken: '{wrong}. Uso {usable}, o lo aggiungi di nuovo?',
    none: 'Non hai ancora collegato nessun account.',
    noneOf: 'Qui non hai ancora nessun account {service}. Per collegarne uno, di’ “{add}”.',
    notFound: 'Non conosco nessun tuo account con quel nome. Hai: {accounts}.',
    notFoundNone: 'Non conosco nessun tuo account con quel nome.',
    taken: 'Immagino che tu intenda {accounts}.',
    switched: 'In questa conversazione userò su {service}: {accounts}.',

    ask: 'Scrivi qui le tue credenziali {service} ({what}):',
    askForUse: 'Mi serve l’accesso a {service}. Scrivi qui le tue credenziali ({what}):',
    askAnew: '{service} non accetta più le tue credenziali. Scrivine di nuove ({what}):',
    askAnewOf: '{service} non accetta più le credenziali di {account}. Scrivine di nuove ({what}):',
    askAnewExpired: 'Le credenziali di {account} su {service} sono scadute. Scrivine di nuove ({what}):',
    askAnewDamaged:
      'Quello che era salvato per {account} non si può più leggere. Scrivilo di nuovo ({what}):',
    offer:
      'Ho tolto dal tuo messaggio delle credenziali {service} ({what}) prima che qualcuno potesse leggerle. Le aggiungo ai tuoi account? (sì o no)',
    offerLate:
      'Ho tolto dal tuo messaggio delle credenziali {service} ({what}) prima che qualcuno potesse leggerle. Sono arrivate quando il tempo per rispondere era finito. Le aggiungo ai tuoi account? (sì o no)',
    offerBeside:
      'Sembrano credenziali {service} ({what}), quindi non le ho mandate a {awaited}. Le aggiungo ai tuoi account {service}? (sì o no)',
    offerUnplaced:
      'Ho tolto dal tuo messaggio qualcosa che sembra un segreto prima che qualcuno potesse leggerlo. Per quale servizio è? Dimmi il nome e lo aggiungo, oppure “{no}” e lo dimentico.',
    offerAgain: 'Aggiungo ai tuoi account le credenziali {service} ({what}) che hai mandato? (sì o no)',
    offerAgainUnplaced:
      'Per quale servizio è il segreto che hai mandato? Dimmi il nome e lo aggiungo, oppure “{no}” e lo dimentico.',
    alsoFound:
      'Nel tuo messaggio c’erano anche credenziali {service} ({what}). Per aggiungerle, di’ “{add}” entro 10 minuti.',
    isItYours:
      'Sono queste le tue credenziali ({what})? Se sì, mandale di nuovo da sole. Nessuno le ha lette. Per fermarti, di’ “{cancel}”.',
    keptBack:
      'L’ho tenuto per me, perché può essere una password. Per collegare {service}, di’ “{add}”. Se non era un segreto, dillo in una frase.',
    keptBackAwaited:
      'L’ho tenuto per me, perché può essere una password. A {service} serve altro ({what}): incollalo qui, o di’ “{cancel}”. Se non era un segreto, dillo in una frase.',
    declinedBefore:
      'Per questo serve un account {service}, e hai deciso di continuare senza. Per collegarne uno, di’ “{add}”.',
    malformed:
      'Non ho provato quelle credenziali {service} ({what}): {problem}. Copiale di nuovo e incollale qui:',
    malformedPassword:
      'Non l’ho mandato: {service} non usa una password, ma questo: {what}. Incollalo qui, o di’ “{cancel}”:',
    malformedFields:
      'Non so dove finisce ogni parte, quindi non ho mandato niente. Dammi i dati di {service} uno alla volta, prima questo: {what}',
    unsendable: 'contiene caratteri che non si possono inviare, come a capo o accenti',
    tooLong: 'è troppo lungo; accetto al massimo 8.192 byte',
    tooShort: 'è troppo corto',
    empty: 'è vuoto',
    cutOff: 'sembra tagliato',
    cutOffAt: 'sembra tagliato, {given} caratteri su {whole}',
    commit: 'sembra l’identificativo di un commit',
    uuid: 'sembra un identificativo (UUID)',
    path: 'sembra il percorso di un file',
    url: 'sembra un link',
    words: 'è fatto di parole',
    document: 'in quel documento non ne ho trovate',
    tooManyMalformed:
      'Non ha funzionato, quindi smetto di chiedere. Quando hai le credenziali {service} ({what}) a portata di mano, di’ “{add}”.',
    cancelled: 'Va bene, adesso non collego {service}.',
    cancelledAny: 'Va bene, mi fermo.',
    discarded:
      'L’ho dimenticato. Questa chat forse mostra ancora quello che hai scritto: se altri possono leggerla, revocalo.',
    oneOnly:
      'Nel tuo messaggio c’era più di un segreto. Ho preso solo il primo e dimenticato il resto: mandali uno alla volta.',

    helpWhat: 'Mi permette di usare {service} a tuo nome ({what}).',
    makeOne: 'Puoi crearlo nelle impostazioni di {service}.',
    makeOneAt: 'Puoi crearlo qui: {url}',
    helpPurpose: 'Serve per quello che chiedi tu, e per nient’altro.',
    helpScopes: 'Serve: {scopes}.',
    helpScopesLeast: 'Dagli meno permessi possibile: per consultare basta la lettura.',
    helpSafety:
      'Sì: viene controllato con {service}, cifrato solo per te e usato solo per le tue richieste. Puoi toglierlo quando vuoi.',
    helpVisibility: 'No. Non viene mai più mostrato, nemmeno a te, e va solo a {service}.',
    helpStorage:
      'È conservato cifrato, con una chiave tutta tua, da chi gestisce questo assistente, e va solo a {service}. Di’ “{remove}” e qui viene cancellato.',
    helpUsage: 'Lo usano solo le tue richieste, e ogni uso viene annotato: chiedi “{usage}”',
    helpChoice:
      'L’account {service} che nomini; altrimenti quello scelto in questa conversazione; altrimenti il predefinito. Se resta un dubbio, chiedo.',
    helpRevocation: 'Di’ “{remove}” e qui è dimenticato. Per chiuderlo ovunque, revocalo su {place}.',
    helpExpiry:
      'Dipende da {service}, e da quello che scegli quando lo crei. Quando scade, te ne chiedo uno nuovo.',
    helpRefusal: 'Niente di male: vado avanti senza, e non posso guardare nel tuo account {service}.',
    helpPaused: 'Troppe credenziali {service} non sono state accettate, quindi ho fatto una pausa.',
    helpUnchecked: '{service} non ha saputo dirmi se va bene. Non conta come tentativo.',
    helpRetryNow: 'In qualsiasi momento entro 10 minuti.',
    helpRetryIn: 'Fra {time}.',
    nextPaste: 'Incollalo qui, o di’ “{cancel}”.',
    nextConfirm: 'Aggiungo ai tuoi account quello che hai mandato? (sì o no)',
    nextRetry: 'Ho ancora quello che hai mandato: di’ “{again}” o “{cancel}”.',
    nextWait: 'Di’ “{again}” quando la pausa è finita, o “{cancel}”.',
    nextElsewhere: 'Non mandarlo in questa chat. Quando è aggiunto altrove, di’ “{done}”.',

    already: 'Quelle credenziali {service} sono già salvate nel tuo account. Tutto a posto!',
    notUnderstood: 'Non ho capito.',
    unknownService: 'Non so quale servizio intendi.',
    unknownAccount: 'Non so quale account intendi.',
    noHurry: 'Fai con calma: posso aspettare 10 minuti.',
    sayService: 'Di’ il nome di uno ({services}), o “{cancel}”.',
    sayAccount: 'Hai {accounts}: di’ il nome di uno, o “{cancel}”.',
    sayAccountOrBoth: 'Hai {accounts}: di’ il nome di uno, “{both}” o “{cancel}”.',
    sayAccountOrAll: 'Hai {accounts}: di’ il nome di uno, “{all}” o “{cancel}”.',
    sayName: 'Di’ il nuovo nome dell’account, o “{cancel}”.',
    sayPlace: 'Di’ per quale servizio è quello che hai mandato, oppure “{no}” e lo dimentico.',
    sayElsewhere: 'Quando il tuo account {service} è collegato, di’ “{done}”, o “{cancel}”.',
    sayPaste: 'Aspetto le tue credenziali {service} ({what}): incollale qui, o di’ “{cancel}”.',

    locked:
      'Troppe credenziali {service} non sono state accettate, quindi aggiungerne è in pausa. Riprova fra {time}. Gli account collegati continuano a funzionare.',
    lockedKept: 'Tengo la tua richiesta fino ad allora: di’ “{again}”.',
    busyChecking:
      'Un momento: sto ancora controllando altre tue credenziali {service}. Di’ “{again}” fra qualche secondo.',

    listDefault: 'predefinito',
    listInUse: 'usato in questa conversazione',
    listExpired: 'scaduto',
    listAddAgain: 'da aggiungere di nuovo',
    usageNone: 'Ultimamente niente ha usato i tuoi account.',
    usageLead: 'Ecco cosa è successo con i tuoi account, dal più recente:',
    didUse: 'è stato usato',
    didRefuseUse: 'è stato chiesto, e non usato',
    didAdd: 'è stato aggiunto',
    didReplace: 'ha ricevuto nuove credenziali',
    didDuplicate: 'è stato dato di nuovo, e c’era già',
    didAccept: 'delle credenziali sono state controllate e accettate',
    didReject: 'delle credenziali non sono state accettate',
    didNotCheck: 'delle credenziali non si sono potute controllare',
    didNotTake:
      'delle credenziali non sono state prese, per troppi tentativi o perché se ne controllavano altre',
    didCheck: 'è stato controllato di nuovo e funziona',
    didExpire: 'non è stato più accettato',
    didDamage: 'non si è potuto leggere e va aggiunto di nuovo',
    didDeny: 'è stato negato, e non usato',
    didLabel: 'ha ricevuto un nuovo nome',
    didUnlabel: 'ha perso il suo nome',
    didDefault: 'è diventato il predefinito',
    didClearDefault: 'non è più il predefinito',
    didRemove: 'è stato rimosso',
    didLock: 'aggiungere è in pausa, per troppi tentativi',
    didUnlock: 'si può aggiungere di nuovo',
    defaultSet: '{account} è ora il tuo account {service} predefinito.',
    renamed: 'Il tuo account {service} {account} ora si chiama “{label}”.',
    unlabelled: 'Il tuo account {service} {account} non ha più un altro nome.',
    labelTaken:
      'Il tuo account {holder} si chiama già così, quindi {account} resta com’è. Come lo chiamo allora? Di’ un altro nome, o “{cancel}”.',
    confirmRemoval: 'Rimuovo {accounts} da {service} e dimentico quello che è salvato? (sì o no)',
    removed:
      'Rimosso da {service}: {accounts}. Non posso più usarlo; per chiuderlo ovunque, revoca le credenziali anche su {service}.',
    removedRevoked: 'Revocato su {service} ed eliminato qui: {accounts}.',
    kept: 'Va bene, non è stato rimosso niente.',
    unclear: 'Non era un sì chiaro, quindi non è stato rimosso niente. Per rimuoverlo, chiedilo di nuovo.',
    aboutRemoval:
      'Rimuovere cancella quello che è salvato qui, e niente nel servizio: il tuo account e i tuoi dati lì restano come sono. Puoi ricollegarlo quando vuoi.',
    whichName: 'Come deve chiamarsi il tuo account {service} {account}? Di’ il nuovo nome, o “{cancel}”.',
    confirmForget: 'Dimenticare tutto: rimuovo {accounts} e quello che è salvato? (sì o no)',
    confirmLogOut: 'Uscire da tutto: rimuovo {accounts} e quello che è salvato? (sì o no)',
    forgotten:
      'Rimosso: {accounts}. Non posso più usarli; per chiuderli ovunque, revoca le credenziali anche nei servizi.',
    defaultCleared: 'Non hai più un account {service} predefinito. Se ne hai più di uno, chiederò.',
    gone: 'Quell’account non c’è più.',

    elsewhere:
      'Mi serve l’accesso a {service}, ma le sue credenziali non si possono dare in questa chat. Chiedi a chi gestisce questo assistente dove aggiungerle, poi di’ “{done}”.',
    link: 'Per collegare il tuo account {service}, apri questa pagina entro dieci minuti. È solo per te: {url}',
    connectNotNow:
      'Mi serve l’accesso a {service}, ma in questo momento non posso avviare il collegamento. Riprova tra un minuto, per favore.',
    connectLink:
      'Per collegare {service}, apri questo link e consenti l’accesso: {url}\nVale una volta, per {time}. Proseguirò da solo quando avrai finito.',
    connectCode:
      'Per collegare {service}, apri {url} e inserisci il codice {code}\nVale per {time}. Proseguirò da solo quando avrai finito.',
    insecure:
      'Mi serve l’accesso a {service}, ma questa connessione non è cifrata. Apri la chat in https e chiedi di nuovo.',
    insecurePasted:
      'Questa connessione non è cifrata, quindi non l’ho salvato. Considera che altri possono averlo visto: revocalo e apri la chat in https.',
    shared:
      'Mi serve l’accesso a {service}. Altri possono leggere questo canale, quindi mandami un messaggio privato per collegarlo.',
    sharedPasted:
      'Altri possono leggere questo canale, quindi non l’ho salvato. Considera che altri possono averlo visto: revocalo, e mandamene uno nuovo in privato.',
    notHere:
      'Ho tolto dal tuo messaggio un segreto {service} e non l’ho tenuto: non si può aggiungere in questa chat. Considera che altri possono averlo visto e revocalo.',

    busy: 'Un momento: sto ancora lavorando al tuo ultimo messaggio. Manda di nuovo questo, per favore.',
    heldBack:
      'Ho perso il filo mentre aspettavo le tue credenziali {service} ({what}), quindi non ho letto né passato quell’ultimo messaggio: può essere un segreto. Di’ “{add}” per ricominciare.',
    unavailable:
      'In questo momento non posso ricevere credenziali. Non è stato tenuto niente. Riprova fra qualche minuto, per favore.',
    officialRequest:
      'Se mi servono tue credenziali, le chiedo in un messaggio a parte. Per collegare un account adesso, di’ “{addAny}”.',
    alreadyGoingOn: 'Me ne sto già occupando: quel messaggio mi è già arrivato.',
    messageTooLong:
      'Quel messaggio è più lungo di quanto possa leggere, quindi non l’ho letto. Mandalo in parti più corte, per favore.',
    noText: 'Non sono riuscito a leggere quel messaggio. Mandalo come testo, per favore.',

    validating: 'Controllo…',
    added: 'Account {service} aggiunto: {account}',
    addedUnchecked:
      'Account {service} salvato senza controllo: {account}. Non ho modo di chiedere a {service}; il primo uso dirà se funziona.',
    labelLeftOut: 'Ho lasciato fuori il nome, perché il tuo account {holder} si chiama già così.',
    lookAlike: 'Il nome somiglia a quello di {other}, un altro tuo account. Un altro nome li distinguerebbe.',
    replaced: 'Credenziali di {account} su {service} aggiornate',
    nowHave: 'Ora hai {count} account {service}: {accounts}',
    rejected: '{service} non l’ha accettato ({what}).',
    rejectedExpired: 'Quelle credenziali {service} ({what}) sono scadute.',
    looksIncomplete: 'Sembra incompleto: un carattere sembra mancare o essere cambiato.',
    triesLeft: 'Tentativi rimasti: {count}.',
    pasteAgain: 'Controllalo e incollalo di nuovo, o di’ “{cancel}”:',
    startAgain: 'Ricomincia, prima con questo: {field}, o di’ “{cancel}”:',
    unchecked:
      '{service} {reason}, quindi non ho ancora potuto controllare le tue credenziali. Non conta come tentativo. Di’ “{again}” entro 10 minuti, o “{cancel}”.',
    clock: 'dice che l’orologio di questa macchina è sbagliato',
    incomplete: 'ha bisogno di un’altra parte per dirlo (un indirizzo o una seconda chiave che corrisponda)',
    scope:
      'le conosce, ma non le lascia dire di chi sono (dai loro il permesso di leggere il proprio utente)',
    rateLimited: 'mi chiede di rallentare',
    ssoRequired: 'vuole che prima siano autorizzate per l’accesso unico (si fa nelle sue impostazioni)',
    forbidden: 'non ha voluto dire se sono valide',
    serviceDown: 'in questo momento non risponde bene',
    timeout: 'ci ha messo troppo a rispondere',
    network: 'in questo momento non è raggiungibile',
    redirected: 'ha risposto da un indirizzo inatteso',
    unreadable: 'ha dato una risposta che non ho potuto leggere',
    retryAgain: 'Ho ancora le tue credenziali {service} ({what}): di’ “{again}” o “{cancel}”.',
    retryPaused: 'Aggiungere un account {service} è in pausa: di’ “{again}” quando è finita, o “{cancel}”.',
    toolRefuses:
      '{service} accetta le tue credenziali, ma lo strumento le rifiuta ancora, quindi mi sono fermato. Forse manca loro un permesso che questa richiesta richiede.',
  },
}
