/**
 * What a file of one language holds. Every language has the same keys: the type checker sees to it.
 *
 * A list is words and short fixed expressions between commas. A star at the end of a word stands for any ending
 * (`удал*`), so that inflected words need one entry; three dots between two words for a verb that is parted (`take … off`). Case, accents and the kind of apostrophe do not matter. A word may
 * stand in several lists; the grammar, which is one for all languages, looks at what stands around it.
 *
 * Long because the kinds of words are read as one list.
 */

/** Words between commas. */
export type Words = string

/** The words of one language, by what they do in a message. */
export interface Vocabulary {
  /** Courtesies, greetings and fillers: they are taken off before anything is read. */
  readonly courtesies: Words
  /** Articles, auxiliaries, prepositions, pronouns: they add nothing of their own. */
  readonly little: Words

  /** Yes. Whole expressions count here and in `no` only. */
  readonly yes: Words
  readonly no: Words
  /** To give up what was asked about. */
  readonly cancel: Words
  /** Not now. */
  readonly later: Words
  /** A moment, please. */
  readonly wait: Words
  readonly again: Words
  /** It is done, it was added. */
  readonly done: Words
  /** From the beginning. */
  readonly restart: Words
  readonly undo: Words
  /** I do not know, whichever, maybe, hmm. */
  readonly vague: Words

  /** First to tenth. */
  readonly ordinals: readonly Words[]
  /** One to ten. */
  readonly numbers: readonly Words[]
  /** What stands before a number that names a place: number, option. */
  readonly place: Words
  readonly last: Words
  readonly both: Words
  readonly all: Words
  readonly neither: Words
  /** The other one. */
  readonly other: Words
  readonly only: Words
  readonly not: Words
  /** To keep, to leave as it is. */
  readonly keep: Words

  readonly me: Words
  readonly mine: Words
  readonly you: Words
  /** Somebody else's: his, her, their, my boss. */
  readonly others: Words
  /** What was spoken of: it, that one, them. */
  readonly it: Words

  /** To connect, said of accounts. */
  readonly connect: Words
  /** To add, set up, replace: said of other things as well. */
  readonly put: Words
  readonly logIn: Words
  readonly remove: Words
  /** To disconnect, said of accounts. */
  readonly disconnect: Words
  readonly logOut: Words
  readonly forget: Words
  readonly rename: Words
  /** To call, to label: the new name follows without more. */
  readonly call: Words
  readonly change: Words
  readonly make: Words
  readonly switch: Words
  /** To use, to take, to choose. */
  readonly use: Words
  /** To show, list, look up, read: what an assistant is asked to fetch. */
  readonly show: Words
  /** To do something at a service: close, send, create. */
  readonly act: Words
  /** Can you, I would like to: a request follows. */
  readonly want: Words
  readonly ask: Words
  /** To give, share, paste. */
  readonly give: Words
  readonly have: Words

  readonly account: Words
  readonly credential: Words
  /** Services, apps, integrations. */
  readonly app: Words
  /** A name or a label. */
  readonly name: Words
  readonly data: Words
  readonly everything: Words
  readonly everywhere: Words
  readonly default: Words
  readonly always: Words
  readonly eachTime: Words
  readonly conversation: Words
  /** What people keep at services: repositories, tickets, messages. */
  readonly things: Words
  /** Assigned: to me, that is. */
  readonly assigned: Words

  /** Connected, linked, signed in. */
  readonly connected: Words
  /** Used, accessed. */
  readonly used: Words
  readonly anymore: Words
  /** Another, a new one, a second one. */
  readonly another: Words
  /** Yesterday, lately, next week. */
  readonly time: Words

  readonly what: Words
  readonly which: Words
  readonly who: Words
  readonly where: Words
  readonly when: Words
  readonly why: Words
  readonly how: Words
  readonly howMany: Words
  readonly howLong: Words
  /** Makes a question where it stands: est-ce que, क्या, 吗. */
  readonly asking: Words

  readonly safe: Words
  readonly see: Words
  readonly store: Words
  readonly expire: Words
  readonly scope: Words
  /** To get, find or create a credential. */
  readonly obtain: Words
  /** What for, to need. */
  readonly need: Words
  /** To take back. */
  readonly revoke: Words
  /** To say no, to refuse. */
  readonly refuse: Words
  readonly must: Words
  /** To go wrong, to be down, to be locked. */
  readonly fail: Words
  readonly happen: Words
  readonly help: Words
  readonly difference: Words

  readonly and: Words
  readonly or: Words
  /** What a new name follows: to, into, as. */
  readonly to: Words
  /** What a new name stands before, where the verb comes last: に, कर दो. */
  readonly toBehind: Words
  /** Which account something comes from or is done with. */
  readonly from: Words
  readonly about: Words
  readonly because: Words
  readonly unless: Words

  /** To write, translate, explain: what follows is the matter of a text. */
  readonly drafting: Words
  /** Said, told, wrote: what follows are others' words. */
  readonly said: Words
  /** Ordinary words that differ by one letter from words of these lists. */
  readonly lookalikes: Words

  /** Labels that mean the same in every language, so that "das Arbeitskonto" is the account labelled "work". */
  readonly labels: {
    readonly work: Words
    readonly personal: Words
    readonly school: Words
    readonly test: Words
    readonly old: Words
    readonly main: Words
  }
}

/** How a language is written. */
export interface Writing {
  /** Words stand without blanks between them. */
  readonly unspaced: boolean
  /** Words are joined to longer ones, with these between them ("Arbeit-s-konto"). */
  readonly joints: readonly string[]
  /** Letters that are typed as others where a keyboard lacks them: ä as ae. */
  readonly spelledOut?: Readonly<Record<string, string>>
  /** The verb, and what denies it, come last. */
  readonly verbLast: boolean
  /** The owner goes without saying: "GitHubの通知を見せて" is about one's own. */
  readonly dropsOwner: boolean
  /** Word beginnings that are words of their own: l', ال. */
  readonly prefixes: readonly string[]
  /** Word endings that are words of their own: 's, lo, la. */
  readonly suffixes: readonly string[]
}

/** One language. */
export interface Language {
  /** ISO 639-1. */
  readonly code: string
  readonly writing: Writing
  readonly vocabulary: Vocabulary
  /** What well-known services are called where it is not their own name. */
  readonly services: Readonly<Record<string, Words>>
}
