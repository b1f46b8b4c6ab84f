/**
 * Words that sentences and requests are made of, in the languages people write to us in: a message that holds none of them, and
 * nothing but plain words, may be a passphrase.
 *
 * Function words and the most frequent verbs of requests; no nouns, which passphrases are made of.
 */

/** By language; what is spelled alike in several stands once. */
const WORDS = [
  // English
  `the a an of to in on at by for from with without about as into over under up down out off is are am was were be been being do does did
  done has have had having will would can could may might must shall should not no yes and or but if then than so that this these those
  there here it its i you he she we they me him her us them my your his our their mine yours what which who whom whose when where why how
  all any some each every both either neither few many much more most other another such only own same too very just also again ever never
  always now later soon today tomorrow yesterday please thanks thank hello hi hey ok okay sorry well let lets
  show list check get find open create make close merge search read send post fetch look give tell ask add remove delete rename move
  set use try need want like know think see say go come take put keep help work works working write update review summarize explain
  start stop run buy order book call play turn change fix plan draft translate compare count cancel connect disconnect switch choose pick
  new old next last first good bad big small long short best better right wrong one two three weather news time price account accounts
  my github slack jira gitlab password token key`,
  // German
  `der die das den dem des ein eine einen einem einer und oder aber wenn dann als ist sind war waren bin bist sein hat haben hatte wird werden kann
  können muss soll nicht kein keine ja nein ich du er sie es wir ihr mich mir dich dir uns euch mein meine meinen dein deine unser was wer wie wo wann warum
  welche welches auf aus bei mit nach von vor zu zum zur für im am bitte danke hallo zeig zeige mir finde suche mach mache öffne gib nimm noch mal
  jetzt später heute morgen auch nur schon sehr hier dort alle alles`,
  // Spanish, Portuguese
  `el la los las un una unos unas y o pero si que de del al en con sin por para es son era fue ser estar está estoy hay ha he tiene tengo puede
  puedo no sí yo tú él ella nosotros me te se nos mi mis tu tus su sus qué quién cómo dónde cuándo cuál muestra muéstrame busca abre haz dame
  gracias hola ahora luego hoy mañana más muy todo todos esto eso aquí
  os um uma uns umas e ou mas do da dos das no na nos nas com sem são foi estou tem tenho pode posso não sim eu você ele ela meu minha meus
  minhas seu sua como onde quando mostra mostre abra faça obrigado obrigada olá agora depois hoje amanhã mais muito tudo isso aqui`,
  // French, Italian
  `le les une et ou mais du au aux dans avec sans pour sur est sont suis était être avoir ai a ont peut peux ne pas oui non je tu il elle nous
  vous ils elles mon ma mes ton ta tes son sa ses notre votre ce cette ces quoi qui comment où quand pourquoi montre trouve cherche ouvre fais donne
  merci bonjour salut maintenant plus tard aujourd'hui demain très tout tous ici
  il lo gli i uno ed ma se che di da del della nel nella con senza per sono sei era essere ho hai può posso non sì io tu lui lei noi mi ti si ci mio mia
  miei tuo tua come dove quando perché mostra mostrami trova cerca apri fai dammi grazie ciao adesso dopo oggi domani più molto tutto questo qui`,
  // Dutch, Polish, Russian, Turkish, Swedish
  `het een en of maar als dan van naar met zonder voor op is zijn was ben heb heeft kan moet niet geen ik jij hij zij wij mijn jouw wat wie hoe waar wanneer
  toon zoek open maak geef dank hallo nu later vandaag morgen
  i lub ale jeśli że w na z do od dla jest są był być mam ma może nie tak ja ty on ona my mój moja moje co kto jak gdzie kiedy pokaż znajdź otwórz zrób daj
  и или но если что в на с к от для из по есть был быть не да нет я ты он она мы вы мой моя мои мне тебе как где когда почему кто покажи найди открой сделай дай
  ve veya ama için ile bu şu bir mi mı ne nasıl nerede kim göster bul aç yap ver lütfen teşekkürler
  och eller men om att det den ett är var har kan ska inte ja nej jag du han hon vi min mitt vad vem hur var när visa hitta öppna gör ge tack hej`,
].join(' ')

/** All of them, in lower case. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(WORDS.split(/\s+/))
