/** What is said in German. Long because every sentence stands in one list. */
import type { Phrasebook } from '../phrasebook.ts'

/** German sentences. */
export const deReplies: Phrasebook = {
  code: 'de',
  commands: {
    cancel: 'abbrechen',
    again: 'nochmal versuchen',
    done: 'fertig',
    both: 'beide',
    all: 'alle',
    no: 'nein',
    add: 'füge mein {service}-Konto hinzu',
    addAny: 'verbinde mein Konto',
    remove: 'entferne mein {service}-Konto',
    usage: 'wer hat mein {service}-Konto benutzt?',
  },
  credentials: {
    password: 'Passwort',
    username: 'Benutzername',
    token: 'Token',
    apiKey: 'API-Schlüssel',
    credential: 'Zugangsdaten',
  },
  phrases: {
    whichService: 'Welchen Dienst meinst du? Es gibt: {services}.',
    whichServiceToAdd: 'Welcher Dienst? Du kannst verbinden: {services}.',
    noService: 'Kein Dienst hier braucht ein Konto von dir.',
    which: 'Du hast mehrere Konten bei {service}: {accounts}. Welches meinst du?',
    whichSingle:
      'Du hast mehrere Konten bei {service}: {accounts}. Das geht nur mit einem auf einmal. Welches meinst du?',
    toBeAddedAgain: '{account} (muss neu hinzugefügt werden)',
    wrongDamaged: 'Was für {account} gespeichert war, ist nicht mehr lesbar',
    wrongExpired: 'Die Zugangsdaten von {account} bei {service} ({what}) sind abgelaufen',
    wrongRejected: '{account} wird von {service} nicht mehr angenommen',
    broken: '{wrong}. Soll ich {usable} nehmen, oder fügst du das Konto neu hinzu?',
    none: 'Du hast noch kein Konto verbunden.',
    noneOf: 'Du hast hier noch kein Konto bei {service}. Um eines zu verbinden, sag „{add}“.',
    notFound: 'Ich kenne kein Konto von dir mit diesem Namen. Du hast: {accounts}.',
    notFoundNone: 'Ich kenne kein Konto von dir mit diesem Namen.',
    taken: 'Ich nehme an, du meinst {accounts}.',
    switched: 'In diesem Gespräch benutze ich bei {service}: {accounts}.',

    ask: 'Bitte gib hier deine Zugangsdaten für {service} ein ({what}):',
    askForUse: 'Ich brauche Zugriff auf {service}. Bitte gib hier deine Zugangsdaten ein ({what}):',
    askAnew: '{service} nimmt deine Zugangsdaten nicht mehr an. Bitte gib neue ein ({what}):',
    askAnewOf: '{service} nimmt die Zugangsdaten von {account} nicht mehr an. Bitte gib neue ein ({what}):',
    askAnewExpired:
      'Die Zugangsdaten von {account} bei {service} sind abgelaufen. Bitte gib neue ein ({what}):',
    askAnewDamaged:
      'Was für {account} gespeichert war, ist nicht mehr lesbar. Bitte gib es neu ein ({what}):',
    offer:
      'Ich habe Zugangsdaten für {service} ({what}) aus deiner Nachricht genommen, bevor jemand sie lesen konnte. Soll ich sie zu deinen Konten hinzufügen? (ja oder nein)',
    offerLate:
      'Ich habe Zugangsdaten für {service} ({what}) aus deiner Nachricht genommen, bevor jemand sie lesen konnte. Die Zeit zum Antworten war schon vorbei. Soll ich sie zu deinen Konten hinzufügen? (ja oder nein)',
    offerBeside:
      'Das sieht nach Zugangsdaten für {service} aus ({what}), darum habe ich es nicht an {awaited} geschickt. Soll ich es zu deinen Konten bei {service} hinzufügen? (ja oder nein)',
    offerUnplaced:
      'Ich habe etwas aus deiner Nachricht genommen, das geheim aussieht, bevor jemand es lesen konnte. Für welchen Dienst ist es? Nenne ihn, dann füge ich es hinzu, oder sag „{no}“, dann vergesse ich es.',
    offerAgain:
      'Soll ich die Zugangsdaten für {service} ({what}), die du geschickt hast, zu deinen Konten hinzufügen? (ja oder nein)',
    offerAgainUnplaced:
      'Für welchen Dienst ist das, was du geschickt hast? Nenne ihn, dann füge ich es hinzu, oder sag „{no}“, dann vergesse ich es.',
    alsoFound:
      'In deiner Nachricht standen auch Zugangsdaten für {service} ({what}). Um sie hinzuzufügen, sag innerhalb von 10 Minuten „{add}“.',
    isItYours:
      'Sind das deine Zugangsdaten ({what})? Wenn ja, schick sie noch einmal, ohne etwas dazu. Niemand hat sie gelesen. Zum Aufhören sag „{cancel}“.',
    keptBack:
      'Das habe ich für mich behalten, weil es ein Passwort sein kann. Um {service} zu verbinden, sag „{add}“. Wenn es nichts Geheimes war, sag es in einem Satz.',
    keptBackAwaited:
      'Das habe ich für mich behalten, weil es ein Passwort sein kann. {service} braucht etwas anderes ({what}): füge es hier ein, oder sag „{cancel}“. Wenn es nichts Geheimes war, sag es in einem Satz.',
    declinedBefore:
      'Dafür braucht es ein Konto bei {service}, und du wolltest ohne weitermachen. Um doch eines zu verbinden, sag „{add}“.',
    malformed:
      'Die Zugangsdaten für {service} ({what}) habe ich nicht probiert: {problem}. Bitte kopiere sie noch einmal und füge sie hier ein:',
    malformedPassword:
      'Das habe ich nicht abgeschickt: {service} will kein Passwort, sondern dies: {what}. Füge es hier ein, oder sag „{cancel}“:',
    malformedFields:
      'Ich kann die Teile nicht auseinanderhalten und habe nichts abgeschickt. Gib sie für {service} bitte einzeln ein, zuerst dies: {what}',
    unsendable: 'es sind Zeichen darin, die man nicht senden kann, etwa Zeilenumbrüche oder Akzente',
    tooLong: 'es ist zu lang, mehr als 8.192 Bytes gehen nicht',
    tooShort: 'es ist zu kurz',
    empty: 'es ist leer',
    cutOff: 'es sieht abgeschnitten aus',
    cutOffAt: 'es sieht abgeschnitten aus, {given} von {whole} Zeichen',
    commit: 'es sieht nach der Kennung eines Commits aus',
    uuid: 'es sieht nach einer Kennung aus (UUID)',
    path: 'es sieht nach dem Pfad einer Datei aus',
    url: 'es sieht nach einem Link aus',
    words: 'es besteht aus Wörtern',
    document: 'in dem Dokument habe ich keine gefunden',
    tooManyMalformed:
      'Das hat nicht geklappt, darum frage ich nicht weiter. Wenn du die Zugangsdaten für {service} ({what}) zur Hand hast, sag „{add}“.',
    cancelled: 'In Ordnung, ich verbinde {service} jetzt nicht.',
    cancelledAny: 'In Ordnung, ich habe aufgehört.',
    discarded:
      'Ich habe es vergessen. Im Chat steht vielleicht noch, was du getippt hast: Wenn andere ihn lesen können, widerrufe es bitte.',
    oneOnly:
      'In deiner Nachricht stand mehr als ein Geheimnis. Ich habe nur das erste genommen und den Rest vergessen: bitte schick sie einzeln.',

    helpWhat: 'Damit kann ich {service} in deinem Namen benutzen ({what}).',
    makeOne: 'Du bekommst es in deinen Einstellungen bei {service}.',
    makeOneAt: 'Du bekommst es hier: {url}',
    helpPurpose: 'Es wird nur für das benutzt, worum du bittest.',
    helpScopes: 'Es braucht: {scopes}.',
    helpScopesLeast: 'Gib ihm so wenig Rechte wie möglich: zum Nachsehen genügt Lesezugriff.',
    helpSafety:
      'Ja: es wird bei {service} geprüft, nur für dich verschlüsselt und nur für deine eigenen Anfragen benutzt. Du kannst es jederzeit entfernen.',
    helpVisibility: 'Nein. Es wird nie wieder angezeigt, auch dir nicht, und geht nur an {service}.',
    helpStorage:
      'Es liegt verschlüsselt, mit einem eigenen Schlüssel für dich, bei denen, die diesen Assistenten betreiben, und geht nur an {service}. Sag „{remove}“, dann wird es hier gelöscht.',
    helpUsage: 'Nur deine eigenen Anfragen benutzen es, und alles wird aufgeschrieben: frag „{usage}“',
    helpChoice:
      'Das Konto bei {service}, das du nennst, sonst das in diesem Gespräch gewählte, sonst dein Standard. Wenn das nicht reicht, frage ich.',
    helpRevocation:
      'Sag „{remove}“, dann ist es hier vergessen. Um es überall zu beenden, widerrufe es bei {place}.',
    helpExpiry:
      'Das bestimmt {service}, und was du beim Erstellen wählst. Wenn es abgelaufen ist, frage ich nach einem neuen.',
    helpRefusal: 'Nichts Schlimmes: ich mache ohne weiter und kann nicht in dein Konto bei {service} sehen.',
    helpPaused: 'Zu viele Zugangsdaten für {service} wurden abgelehnt, darum mache ich eine Pause.',
    helpUnchecked: '{service} konnte mir nicht sagen, ob es stimmt. Das zählt nicht als Versuch.',
    helpRetryNow: 'Jederzeit innerhalb von 10 Minuten.',
    helpRetryIn: 'In {time}.',
    nextPaste: 'Füge es hier ein, oder sag „{cancel}“.',
    nextConfirm: 'Soll ich das, was du geschickt hast, zu deinen Konten hinzufügen? (ja oder nein)',
    nextRetry: 'Ich habe noch, was du geschickt hast: sag „{again}“ oder „{cancel}“.',
    nextWait: 'Sag „{again}“, wenn die Pause vorbei ist, oder „{cancel}“.',
    nextElsewhere: 'Bitte schick es nicht in diesem Chat. Wenn es anderswo hinzugefügt ist, sag „{done}“.',

    already: 'Diese Zugangsdaten für {service} sind schon bei dir gespeichert. Alles bereit!',
    notUnderstood: 'Das habe ich nicht verstanden.',
    unknownService: 'Ich weiß nicht, welchen Dienst du meinst.',
    unknownAccount: 'Ich weiß nicht, welches Konto du meinst.',
    noHurry: 'Lass dir Zeit: ich kann 10 Minuten warten.',
    sayService: 'Nenne einen davon ({services}), oder sag „{cancel}“.',
    sayAccount: 'Du hast {accounts}: nenne eines davon, oder sag „{cancel}“.',
    sayAccountOrBoth: 'Du hast {accounts}: nenne eines davon, oder sag „{both}“ oder „{cancel}“.',
    sayAccountOrAll: 'Du hast {accounts}: nenne eines davon, oder sag „{all}“ oder „{cancel}“.',
    sayName: 'Sag den neuen Namen des Kontos, oder „{cancel}“.',
    sayPlace: 'Sag, für welchen Dienst das ist, was du geschickt hast, oder „{no}“, dann vergesse ich es.',
    sayElsewhere: 'Wenn dein Konto bei {service} verbunden ist, sag „{done}“, sonst „{cancel}“.',
    sayPaste:
      'Ich warte auf deine Zugangsdaten für {service} ({what}): füge sie hier ein, oder sag „{cancel}“.',

    locked:
      'Zu viele Zugangsdaten für {service} wurden abgelehnt, darum ist das Hinzufügen angehalten. Bitte versuche es in {time} wieder. Verbundene Konten gehen weiter.',
    lockedKept: 'Deine Anfrage hebe ich so lange auf: sag dann „{again}“.',
    busyChecking:
      'Einen Moment: ich prüfe noch andere Zugangsdaten von dir bei {service}. Sag in ein paar Sekunden „{again}“.',

    listDefault: 'Standard',
    listInUse: 'in diesem Gespräch benutzt',
    listExpired: 'abgelaufen',
    listAddAgain: 'muss neu hinzugefügt werden',
    usageNone: 'In letzter Zeit hat nichts deine Konten benutzt.',
    usageLead: 'Das ist mit deinen Konten geschehen, das Neueste zuerst:',
    didUse: 'wurde benutzt',
    didRefuseUse: 'wurde verlangt und nicht benutzt',
    didAdd: 'wurde hinzugefügt',
    didReplace: 'bekam neue Zugangsdaten',
    didDuplicate: 'wurde noch einmal gegeben und war schon da',
    didAccept: 'Zugangsdaten wurden geprüft und angenommen',
    didReject: 'Zugangsdaten wurden abgelehnt',
    didNotCheck: 'Zugangsdaten konnten nicht geprüft werden',
    didNotTake:
      'Zugangsdaten wurden nicht angenommen, weil andere geprüft wurden oder es zu viele Versuche waren',
    didCheck: 'wurde wieder geprüft und geht',
    didExpire: 'wurde nicht mehr angenommen',
    didDamage: 'war nicht lesbar und muss neu hinzugefügt werden',
    didDeny: 'wurde verweigert und nicht benutzt',
    didLabel: 'bekam einen neuen Namen',
    didUnlabel: 'verlor seinen Namen',
    didDefault: 'wurde zum Standard',
    didClearDefault: 'ist nicht mehr Standard',
    didRemove: 'wurde entfernt',
    didLock: 'Hinzufügen angehalten, nach zu vielen Versuchen',
    didUnlock: 'Hinzufügen wieder erlaubt',
    defaultSet: '{account} ist jetzt dein Standard bei {service}.',
    renamed: 'Dein Konto {account} bei {service} heißt jetzt „{label}“.',
    unlabelled: 'Dein Konto {account} bei {service} hat keinen Zusatznamen mehr.',
    labelTaken:
      'Dein Konto {holder} heißt schon so, darum bleibt {account} wie es ist. Wie soll es stattdessen heißen? Sag einen anderen Namen, oder „{cancel}“.',
    confirmRemoval:
      'Bei {service} {accounts} entfernen und vergessen, was dafür gespeichert ist? (ja oder nein)',
    removed:
      'Entfernt bei {service}: {accounts}. Ich kann es nicht mehr benutzen; um es überall zu beenden, widerrufe die Zugangsdaten auch bei {service}.',
    removedRevoked: 'Bei {service} widerrufen und hier gelöscht: {accounts}.',
    kept: 'In Ordnung, es wurde nichts entfernt.',
    unclear:
      'Das war kein klares Ja, darum wurde nichts entfernt. Wenn du es entfernen willst, sag es noch einmal.',
    aboutRemoval:
      'Beim Entfernen wird nur gelöscht, was hier gespeichert ist, und nichts beim Dienst selbst: dein Konto und deine Daten dort bleiben. Du kannst es jederzeit wieder verbinden.',
    whichName: 'Wie soll dein Konto {account} bei {service} heißen? Sag den neuen Namen, oder „{cancel}“.',
    confirmForget: 'Alles vergessen: {accounts} entfernen, und was dafür gespeichert ist? (ja oder nein)',
    confirmLogOut: 'Überall abmelden: {accounts} entfernen, und was dafür gespeichert ist? (ja oder nein)',
    forgotten:
      'Entfernt: {accounts}. Ich kann sie nicht mehr benutzen; um sie überall zu beenden, widerrufe die Zugangsdaten auch bei den Diensten.',
    defaultCleared: 'Bei {service} hast du keinen Standard mehr. Wenn du mehrere Konten hast, frage ich.',
    gone: 'Dieses Konto gibt es nicht mehr.',

    elsewhere:
      'Ich brauche Zugriff auf {service}, aber die Zugangsdaten kann man nicht in diesem Chat geben. Bitte frag die, die diesen Assistenten betreiben, wo du sie hinzufügst, und sag dann „{done}“.',
    link: 'Öffne diese Seite innerhalb von zehn Minuten, um dein Konto bei {service} zu verbinden. Sie ist nur für dich: {url}',
    connectNotNow:
      'Ich brauche Zugriff auf {service}, kann die Anmeldung dort aber gerade nicht starten. Bitte versuch es in einer Minute noch einmal.',
    connectLink:
      'Um {service} zu verbinden, öffne diesen Link und erlaube den Zugriff: {url}\nEr gilt einmal und {time} lang. Sobald du fertig bist, mache ich von selbst weiter.',
    connectCode:
      'Um {service} zu verbinden, öffne {url} und gib den Code {code} ein.\nEr gilt {time} lang. Sobald du fertig bist, mache ich von selbst weiter.',
    insecure:
      'Ich brauche Zugriff auf {service}, aber diese Verbindung ist nicht verschlüsselt. Bitte öffne den Chat über https und frag noch einmal.',
    insecurePasted:
      'Diese Verbindung ist nicht verschlüsselt, darum habe ich das nicht gespeichert. Betrachte es bitte als bekannt geworden: widerrufe es und öffne den Chat über https.',
    shared:
      'Ich brauche Zugriff auf {service}. Andere können hier mitlesen, darum schick mir bitte eine private Nachricht, um es zu verbinden.',
    sharedPasted:
      'Andere können hier mitlesen, darum habe ich das nicht gespeichert. Betrachte es bitte als bekannt geworden: widerrufe es und schick mir ein neues in einer privaten Nachricht.',
    notHere:
      'Ich habe ein Geheimnis für {service} aus deiner Nachricht genommen und nicht behalten: in diesem Chat kann man es nicht hinzufügen. Betrachte es bitte als bekannt geworden und widerrufe es.',

    busy: 'Einen Moment: ich arbeite noch an deiner letzten Nachricht. Bitte schick diese noch einmal.',
    heldBack:
      'Ich habe den Faden verloren, während ich auf deine Zugangsdaten für {service} ({what}) wartete, und die letzte Nachricht darum weder gelesen noch weitergegeben: sie kann geheim sein. Sag „{add}“, um neu anzufangen.',
    unavailable:
      'Im Moment kann ich keine Zugangsdaten annehmen. Nichts davon wurde behalten. Bitte versuche es in ein paar Minuten wieder.',
    officialRequest:
      'Wenn ich Zugangsdaten von dir brauche, frage ich in einer eigenen Nachricht danach. Um jetzt ein Konto zu verbinden, sag „{addAny}“.',
    alreadyGoingOn: 'Ich bin schon dabei: diese Nachricht kam schon an.',
    messageTooLong:
      'Diese Nachricht ist länger, als ich lesen kann, darum habe ich sie nicht gelesen. Bitte schick sie in kürzeren Teilen.',
    noText: 'Diese Nachricht konnte ich nicht lesen. Bitte schick sie als Text.',

    validating: 'Wird geprüft …',
    added: 'Konto bei {service} hinzugefügt: {account}',
    addedUnchecked:
      'Konto bei {service} ungeprüft gespeichert: {account}. Ich kann {service} nicht danach fragen; beim ersten Benutzen zeigt sich, ob es geht.',
    labelLeftOut: 'Den Namen habe ich weggelassen, weil dein Konto {holder} schon so heißt.',
    lookAlike:
      'Der Name sieht aus wie der von {other}, einem anderen Konto von dir. Ein Zusatzname würde sie unterscheiden.',
    replaced: 'Zugangsdaten von {account} bei {service} erneuert',
    nowHave: 'Du hast jetzt {count} Konten bei {service}: {accounts}',
    rejected: '{service} hat das nicht angenommen ({what}).',
    rejectedExpired: 'Die Zugangsdaten für {service} ({what}) sind abgelaufen.',
    looksIncomplete: 'Es sieht unvollständig aus: ein Zeichen scheint zu fehlen oder falsch zu sein.',
    triesLeft: 'Verbleibende Versuche: {count}.',
    pasteAgain: 'Bitte prüfe es und füge es noch einmal ein, oder sag „{cancel}“:',
    startAgain: 'Bitte fang noch einmal an, zuerst mit diesem: {field}, oder sag „{cancel}“:',
    unchecked:
      '{service} {reason}, darum konnte ich deine Zugangsdaten noch nicht prüfen. Das zählt nicht als Versuch. Sag innerhalb von 10 Minuten „{again}“, oder „{cancel}“.',
    clock: 'meldet, dass die Uhr dieses Rechners falsch geht',
    incomplete: 'braucht dazu noch einen anderen Teil (eine Adresse oder einen zweiten Schlüssel, der passt)',
    scope:
      'kennt sie, lässt sie aber nicht sagen, wem sie gehören (gib ihnen das Recht, den eigenen Benutzer zu lesen)',
    rateLimited: 'bittet mich, langsamer zu machen',
    ssoRequired:
      'will, dass sie zuerst für Single Sign-on freigegeben werden (das geht in den Einstellungen dort)',
    forbidden: 'wollte nicht sagen, ob sie gültig sind',
    serviceDown: 'antwortet gerade nicht richtig',
    timeout: 'hat zu lange für die Antwort gebraucht',
    network: 'ist gerade nicht erreichbar',
    redirected: 'hat von einer unerwarteten Adresse geantwortet',
    unreadable: 'hat etwas geantwortet, das ich nicht lesen konnte',
    retryAgain: 'Ich habe deine Zugangsdaten für {service} ({what}) noch: sag „{again}“ oder „{cancel}“.',
    retryPaused: 'Das Hinzufügen bei {service} ist angehalten: sag danach „{again}“, oder „{cancel}“.',
    toolRefuses:
      '{service} nimmt deine Zugangsdaten an, das Werkzeug lehnt sie aber weiter ab, darum habe ich aufgehört. Vielleicht fehlt ihnen ein Recht, das diese Anfrage braucht.',
  },
}
