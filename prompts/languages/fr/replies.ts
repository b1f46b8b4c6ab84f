/** What is said in French. Long because every sentence stands in one list. */
import type { Phrasebook } from '../phrasebook.ts'

/** French sentences. */
export const frReplies: Phrasebook = {
  code: 'fr',
  commands: {
    cancel: 'annuler',
    again: 'réessayer',
    done: 'c’est fait',
    both: 'les deux',
    all: 'tous',
    no: 'non',
    add: 'ajoute mon compte {service}',
    addAny: 'connecte mon compte',
    remove: 'supprime mon compte {service}',
    usage: 'qui a utilisé mon compte {service} ?',
  },
  credentials: {
    password: 'mot de passe',
    username: 'nom d’utilisateur',
    token: 'jeton',
    apiKey: 'clé API',
    credential: 'identifiants',
  },
  phrases: {
    whichService: 'De quel service parlez-vous ? Il y a : {services}.',
    whichServiceToAdd: 'Quel service ? Vous pouvez connecter : {services}.',
    noService: 'Aucun service ici n’a besoin d’un compte à vous.',
    which: 'Vous avez plusieurs comptes {service} : {accounts}. Lequel ?',
    whichSingle:
      'Vous avez plusieurs comptes {service} : {accounts}. Cela ne marche qu’avec un compte à la fois. Lequel ?',
    toBeAddedAgain: '{account} (à ajouter de nouveau)',
    wrongDamaged: 'Ce qui était enregistré pour {account} n’est plus lisible',
    wrongExpired: 'Les identifiants de {account} chez {service} ({what}) ont expiré',
    wrongRejected: '{service} n’accepte plus {account}',
    broken: '{wrong}. Dois-je prendre {usable}, ou l’ajoutez-vous de nouveau ?',
    none: 'Vous n’avez encore connecté aucun compte.',
    noneOf: 'Vous n’avez encore aucun compte {service} ici. Pour en connecter un, dites « {add} ».',
    notFound: 'Je ne connais aucun compte à vous de ce nom. Vous avez : {accounts}.',
    notFoundNone: 'Je ne connais aucun compte à vous de ce nom.',
    taken: 'Je comprends que vous parlez de {accounts}.',
    switched: 'Dans cette conversation, j’utiliserai chez {service} : {accounts}.',

    ask: 'Veuillez donner ici vos identifiants {service} ({what}) :',
    askForUse: 'J’ai besoin d’accéder à {service}. Veuillez donner ici vos identifiants ({what}) :',
    askAnew: '{service} n’accepte plus vos identifiants. Veuillez en donner de nouveaux ({what}) :',
    askAnewOf:
      '{service} n’accepte plus les identifiants de {account}. Veuillez en donner de nouveaux ({what}) :',
    askAnewExpired:
      'Les identifiants de {account} chez {service} ont expiré. Veuillez en donner de nouveaux ({what}) :',
    askAnewDamaged:
      'Ce qui était enregistré pour {account} n’est plus lisible. Veuillez le donner de nouveau ({what}) :',
    offer:
      'J’ai retiré de votre message des identifiants {service} ({what}) avant que quiconque puisse les lire. Dois-je les ajouter à vos comptes ? (oui ou non)',
    offerLate:
      'J’ai retiré de votre message des identifiants {service} ({what}) avant que quiconque puisse les lire. Le temps de répondre était passé. Dois-je les ajouter à vos comptes ? (oui ou non)',
    offerBeside:
      'Cela ressemble à des identifiants {service} ({what}), je ne les ai donc pas envoyés à {awaited}. Dois-je les ajouter à vos comptes {service} ? (oui ou non)',
    offerUnplaced:
      'J’ai retiré de votre message quelque chose qui ressemble à un secret avant que quiconque puisse le lire. Pour quel service est-ce ? Dites son nom et je l’ajoute, ou « {no} » et je l’oublie.',
    offerAgain:
      'Dois-je ajouter à vos comptes les identifiants {service} ({what}) que vous avez envoyés ? (oui ou non)',
    offerAgainUnplaced:
      'Pour quel service est le secret que vous avez envoyé ? Dites son nom et je l’ajoute, ou « {no} » et je l’oublie.',
    alsoFound:
      'Votre message contenait aussi des identifiants {service} ({what}). Pour les ajouter, dites « {add} » dans les 10 minutes.',
    isItYours:
      'Est-ce votre identifiant ({what}) ? Si oui, renvoyez-le tout seul. Personne ne l’a lu. Pour arrêter, dites « {cancel} ».',
    keptBack:
      'J’ai gardé cela pour moi, car c’est peut-être un mot de passe. Pour connecter {service}, dites « {add} ». Si ce n’était pas un secret, dites-le dans une phrase.',
    keptBackAwaited:
      'J’ai gardé cela pour moi, car c’est peut-être un mot de passe. {service} demande autre chose ({what}) : collez-le ici, ou dites « {cancel} ». Si ce n’était pas un secret, dites-le dans une phrase.',
    declinedBefore:
      'Il faut pour cela un compte {service}, et vous avez décidé de continuer sans. Pour en connecter un malgré tout, dites « {add} ».',
    malformed:
      'Je n’ai pas essayé ces identifiants {service} ({what}) : {problem}. Veuillez les copier de nouveau et les coller ici :',
    malformedPassword:
      'Je n’ai pas envoyé cela : {service} ne prend pas de mot de passe, mais ceci : {what}. Collez-le ici, ou dites « {cancel} » :',
    malformedFields:
      'Je ne sais pas où finit chaque partie, je n’ai donc rien envoyé. Donnez-les pour {service} une par une, d’abord ceci : {what}',
    unsendable:
      'il contient des caractères qui ne peuvent pas être envoyés, comme des retours à la ligne ou des accents',
    tooLong: 'c’est trop long ; je prends 8 192 octets au plus',
    tooShort: 'c’est trop court',
    empty: 'c’est vide',
    cutOff: 'cela semble coupé',
    cutOffAt: 'cela semble coupé, {given} caractères sur {whole}',
    commit: 'cela ressemble à l’identifiant d’un commit',
    uuid: 'cela ressemble à un identifiant (UUID)',
    path: 'cela ressemble au chemin d’un fichier',
    url: 'cela ressemble à un lien',
    words: 'ce sont des mots',
    document: 'je n’en ai trouvé aucun dans ce document',
    tooManyMalformed:
      'Cela n’a pas marché, j’arrête donc de demander. Quand vous aurez les identifiants {service} ({what}) sous la main, dites « {add} ».',
    cancelled: 'D’accord, je ne connecte pas {service} maintenant.',
    cancelledAny: 'D’accord, j’arrête.',
    discarded:
      'Je l’ai oublié. Cette conversation montre peut-être encore ce que vous avez tapé : si d’autres peuvent la lire, révoquez-le.',
    oneOnly:
      'Votre message contenait plus d’un secret. Je n’ai pris que le premier et oublié le reste : envoyez-les un par un, s’il vous plaît.',

    helpWhat: 'Cela me permet d’utiliser {service} en votre nom ({what}).',
    makeOne: 'Vous pouvez en créer dans vos paramètres {service}.',
    makeOneAt: 'Vous pouvez en créer ici : {url}',
    helpPurpose: 'Cela sert à ce que vous demandez, et à rien d’autre.',
    helpScopes: 'Il faut : {scopes}.',
    helpScopesLeast: 'Donnez le moins de droits possible : la lecture suffit pour consulter.',
    helpSafety:
      'Oui : c’est vérifié auprès de {service}, chiffré pour vous seul et utilisé pour vos seules demandes. Vous pouvez le retirer à tout moment.',
    helpVisibility: 'Non. Ce n’est plus jamais montré, même à vous, et n’est donné qu’à {service}.',
    helpStorage:
      'C’est gardé chiffré, sous une clé à vous, par les personnes qui gèrent cet assistant, et envoyé à {service} seulement. Dites « {remove} » et c’est effacé ici.',
    helpUsage: 'Seules vos propres demandes l’utilisent, et chaque usage est noté : demandez « {usage} »',
    helpChoice:
      'Le compte {service} que vous nommez, sinon celui choisi dans cette conversation, sinon celui par défaut. S’il reste un doute, je demande.',
    helpRevocation:
      'Dites « {remove} » et c’est oublié ici. Pour y mettre fin partout, révoquez-le chez {place}.',
    helpExpiry:
      'Cela dépend de {service}, et de ce que vous choisissez en le créant. Une fois expiré, je vous en demanderai un nouveau.',
    helpRefusal: 'Rien de grave : je continue sans, et ne peux pas regarder dans votre compte {service}.',
    helpPaused: 'Trop d’identifiants {service} ont été refusés, j’ai donc fait une pause.',
    helpUnchecked: '{service} n’a pas pu me dire si c’est bon. Cela ne compte pas comme un essai.',
    helpRetryNow: 'À tout moment pendant 10 minutes.',
    helpRetryIn: 'Dans {time}.',
    nextPaste: 'Collez-le ici, ou dites « {cancel} ».',
    nextConfirm: 'Dois-je ajouter à vos comptes ce que vous avez envoyé ? (oui ou non)',
    nextRetry: 'J’ai encore ce que vous avez envoyé : dites « {again} » ou « {cancel} ».',
    nextWait: 'Dites « {again} » quand la pause sera finie, ou « {cancel} ».',
    nextElsewhere: 'Ne l’envoyez pas dans cette conversation. Une fois ajouté ailleurs, dites « {done} ».',

    already: 'Ces identifiants {service} sont déjà enregistrés dans votre compte. Tout est prêt !',
    notUnderstood: 'Je n’ai pas compris.',
    unknownService: 'Je ne sais pas de quel service vous parlez.',
    unknownAccount: 'Je ne sais pas de quel compte vous parlez.',
    noHurry: 'Prenez votre temps : je peux attendre 10 minutes.',
    sayService: 'Dites le nom de l’un d’eux ({services}), ou « {cancel} ».',
    sayAccount: 'Vous avez {accounts} : dites le nom de l’un d’eux, ou « {cancel} ».',
    sayAccountOrBoth: 'Vous avez {accounts} : dites le nom de l’un d’eux, « {both} » ou « {cancel} ».',
    sayAccountOrAll: 'Vous avez {accounts} : dites le nom de l’un d’eux, « {all} » ou « {cancel} ».',
    sayName: 'Dites le nouveau nom du compte, ou « {cancel} ».',
    sayPlace: 'Dites pour quel service est ce que vous avez envoyé, ou « {no} » et je l’oublie.',
    sayElsewhere: 'Une fois votre compte {service} connecté, dites « {done} », ou « {cancel} ».',
    sayPaste: 'J’attends vos identifiants {service} ({what}) : collez-les ici, ou dites « {cancel} ».',

    locked:
      'Trop d’identifiants {service} ont été refusés, l’ajout est donc en pause. Réessayez dans {time}. Les comptes connectés marchent toujours.',
    lockedKept: 'Je garde votre demande jusque-là : dites « {again} ».',
    busyChecking:
      'Un instant : je vérifie encore d’autres identifiants {service} à vous. Dites « {again} » dans quelques secondes.',

    listDefault: 'par défaut',
    listInUse: 'utilisé dans cette conversation',
    listExpired: 'expiré',
    listAddAgain: 'à ajouter de nouveau',
    usageNone: 'Rien n’a utilisé vos comptes ces derniers temps.',
    usageLead: 'Voici ce qui s’est passé avec vos comptes, le plus récent d’abord :',
    didUse: 'a été utilisé',
    didRefuseUse: 'a été demandé, et pas utilisé',
    didAdd: 'a été ajouté',
    didReplace: 'a reçu de nouveaux identifiants',
    didDuplicate: 'a été donné de nouveau, et était déjà là',
    didAccept: 'des identifiants ont été vérifiés et acceptés',
    didReject: 'des identifiants ont été refusés',
    didNotCheck: 'des identifiants n’ont pas pu être vérifiés',
    didNotTake:
      'des identifiants n’ont pas été pris, après trop d’essais ou pendant que d’autres étaient vérifiés',
    didCheck: 'a été vérifié de nouveau et marche',
    didExpire: 'n’a plus été accepté',
    didDamage: 'n’a pas pu être lu et doit être ajouté de nouveau',
    didDeny: 'a été refusé, et pas utilisé',
    didLabel: 'a reçu un nouveau nom',
    didUnlabel: 'a perdu son nom',
    didDefault: 'est devenu celui par défaut',
    didClearDefault: 'n’est plus celui par défaut',
    didRemove: 'a été supprimé',
    didLock: 'l’ajout a été mis en pause, après trop d’essais',
    didUnlock: 'l’ajout est de nouveau permis',
    defaultSet: '{account} est maintenant votre compte {service} par défaut.',
    renamed: 'Votre compte {service} {account} s’appelle maintenant « {label} ».',
    unlabelled: 'Votre compte {service} {account} n’a plus d’autre nom.',
    labelTaken:
      'Votre compte {holder} porte déjà ce nom, {account} reste donc comme il est. Comment l’appeler alors ? Dites un autre nom, ou « {cancel} ».',
    confirmRemoval: 'Supprimer {accounts} chez {service} et oublier ce qui est enregistré ? (oui ou non)',
    removed:
      'Supprimé chez {service} : {accounts}. Je ne peux plus l’utiliser ; pour y mettre fin partout, révoquez aussi les identifiants chez {service}.',
    removedRevoked: 'Révoqué chez {service} et supprimé ici : {accounts}.',
    kept: 'D’accord, rien n’a été supprimé.',
    unclear:
      'Ce n’était pas un oui clair, rien n’a donc été supprimé. Pour supprimer, demandez-le de nouveau.',
    aboutRemoval:
      'Une suppression efface ce qui est enregistré ici, et rien chez le service : votre compte et vos données là-bas restent comme ils sont. Vous pouvez le reconnecter à tout moment.',
    whichName:
      'Comment doit s’appeler votre compte {service} {account} ? Dites le nouveau nom, ou « {cancel} ».',
    confirmForget: 'Tout oublier : supprimer {accounts}, et ce qui est enregistré ? (oui ou non)',
    confirmLogOut: 'Vous déconnecter partout : supprimer {accounts}, et ce qui est enregistré ? (oui ou non)',
    forgotten:
      'Supprimé : {accounts}. Je ne peux plus les utiliser ; pour y mettre fin partout, révoquez aussi les identifiants chez les services.',
    defaultCleared:
      'Vous n’avez plus de compte {service} par défaut. Si vous en avez plusieurs, je demanderai.',
    gone: 'Ce compte n’est plus là.',

    elsewhere:
      'J’ai besoin d’accéder à {service}, mais ses identifiants ne peuvent pas être donnés dans cette conversation. Demandez aux personnes qui gèrent cet assistant où les ajouter, puis dites « {done} ».',
    link: 'Pour connecter votre compte {service}, ouvrez cette page dans les dix minutes. Elle est pour vous seul : {url}',
    connectNotNow:
      'J’ai besoin d’accéder à {service}, mais je ne peux pas lancer la connexion pour le moment. Réessayez dans une minute, s’il vous plaît.',
    connectLink:
      'Pour connecter {service}, ouvrez ce lien et autorisez l’accès : {url}\nIl sert une fois, pendant {time}. Je continuerai de moi-même quand vous aurez terminé.',
    connectCode:
      'Pour connecter {service}, ouvrez {url} et saisissez le code {code}\nIl est valable {time}. Je continuerai de moi-même quand vous aurez terminé.',
    insecure:
      'J’ai besoin d’accéder à {service}, mais cette connexion n’est pas chiffrée. Ouvrez la conversation en https et redemandez, s’il vous plaît.',
    insecurePasted:
      'Cette connexion n’est pas chiffrée, je ne l’ai donc pas enregistré. Considérez que d’autres ont pu le voir : révoquez-le et ouvrez la conversation en https.',
    shared:
      'J’ai besoin d’accéder à {service}. D’autres peuvent lire ce canal, envoyez-moi donc un message privé pour le connecter.',
    sharedPasted:
      'D’autres peuvent lire ce canal, je ne l’ai donc pas enregistré. Considérez que d’autres ont pu le voir : révoquez-le, et envoyez-m’en un nouveau en privé.',
    notHere:
      'J’ai retiré de votre message un secret {service} et ne l’ai pas gardé : il ne peut pas être ajouté dans cette conversation. Considérez que d’autres ont pu le voir et révoquez-le.',

    busy: 'Un instant : je travaille encore sur votre dernier message. Renvoyez celui-ci, s’il vous plaît.',
    heldBack:
      'J’ai perdu le fil en attendant vos identifiants {service} ({what}), je n’ai donc ni lu ni transmis ce dernier message : c’est peut-être un secret. Dites « {add} » pour recommencer.',
    unavailable:
      'Je ne peux pas prendre d’identifiants pour le moment. Rien n’a été gardé. Réessayez dans quelques minutes, s’il vous plaît.',
    officialRequest:
      'Si j’ai besoin d’identifiants à vous, je les demanderai dans un message à part. Pour connecter un compte maintenant, dites « {addAny} ».',
    alreadyGoingOn: 'Je m’en occupe déjà : ce message m’est déjà arrivé.',
    messageTooLong:
      'Ce message est plus long que ce que je peux lire, je ne l’ai donc pas lu. Envoyez-le en parties plus courtes, s’il vous plaît.',
    noText: 'Je n’ai pas pu lire ce message. Envoyez-le en texte, s’il vous plaît.',

    validating: 'Vérification…',
    added: 'Compte {service} ajouté : {account}',
    addedUnchecked:
      'Compte {service} enregistré sans vérification : {account}. Je n’ai pas de moyen de demander à {service} ; la première utilisation dira s’il marche.',
    labelLeftOut: 'J’ai laissé de côté le nom, car votre compte {holder} le porte déjà.',
    lookAlike:
      'Son nom ressemble à celui de {other}, un autre compte à vous. Un autre nom les distinguerait.',
    replaced: 'Identifiants de {account} chez {service} mis à jour',
    nowHave: 'Vous avez maintenant {count} comptes {service} : {accounts}',
    rejected: '{service} ne l’a pas accepté ({what}).',
    rejectedExpired: 'Ces identifiants {service} ({what}) ont expiré.',
    looksIncomplete: 'Cela semble incomplet : un caractère paraît manquer ou avoir changé.',
    triesLeft: 'Essais restants : {count}.',
    pasteAgain: 'Vérifiez et collez-le de nouveau, ou dites « {cancel} » :',
    startAgain: 'Recommencez, d’abord avec ceci : {field}, ou dites « {cancel} » :',
    unchecked:
      '{service} {reason}, je n’ai donc pas encore pu vérifier vos identifiants. Cela ne compte pas comme un essai. Dites « {again} » dans les 10 minutes, ou « {cancel} ».',
    clock: 'dit que l’horloge de cette machine est fausse',
    incomplete: 'a besoin d’une autre partie pour le dire (une adresse ou une deuxième clé qui correspond)',
    scope:
      'les connaît, mais ne les laisse pas dire à qui ils sont (donnez-leur le droit de lire leur propre utilisateur)',
    rateLimited: 'me demande de ralentir',
    ssoRequired:
      'veut d’abord qu’ils soient autorisés pour l’authentification unique (cela se fait dans ses paramètres)',
    forbidden: 'a refusé de dire s’ils sont valables',
    serviceDown: 'ne répond pas correctement en ce moment',
    timeout: 'a mis trop de temps à répondre',
    network: 'n’est pas joignable en ce moment',
    redirected: 'a répondu depuis une adresse inattendue',
    unreadable: 'a donné une réponse que je n’ai pas pu lire',
    retryAgain: 'J’ai encore vos identifiants {service} ({what}) : dites « {again} » ou « {cancel} ».',
    retryPaused:
      'L’ajout d’un compte {service} est en pause : dites « {again} » quand elle sera finie, ou « {cancel} ».',
    toolRefuses:
      '{service} accepte vos identifiants, mais l’outil les refuse encore, j’ai donc arrêté. Il leur manque peut-être un droit que cette demande exige.',
  },
}
