/** The languages of one formation: tells which one a message is in, and gives what it is read in and answered with. */
import type { ReplyLanguage } from '../../../prompts/languages/codes.ts'
import type { Reader } from '../../language/index.ts'
import { isPlainEnglish } from '../../language/plain-english.ts'
import { createWords } from '../../words.ts'
import type { Words, WordsOptions } from '../../words.ts'
import type { Spoken } from '../scope.ts'

/** What the words need, and the one language that the formation answers in. */
export interface LanguagesOptions extends WordsOptions {
  readonly language: ReplyLanguage | undefined
}

/** Languages that are loaded when a first message is not English beyond doubt: most programs never read eleven vocabularies. */
export class Languages {
  readonly #options: LanguagesOptions
  #loaded: Promise<Loaded> | undefined

  constructor(options: LanguagesOptions) {
    this.#options = options
  }

  /** The words of what is said outside a conversation: English, or the language that the formation fixes. */
  async words(): Promise<Words> {
    const { language } = this.#options
    return language === undefined ? createWords(this.#options) : (await this.#load()).wordsIn(language)
  }

  /**
   * The language of a message, else of its conversation; nothing where that is English, or neither is known.
   *
   * @param text nothing where what was said may be a password, which tells nothing of a language
   * @param before what the conversation was answered in (ISO 639-1)
   */
  async tell(text: string | undefined, before: string | null): Promise<Spoken | undefined> {
    const says = text !== undefined && HAS_LETTERS.test(text)
    if (says && isPlainEnglish(text)) return undefined
    if (before === null && (!says || ONE_LATIN_WORD.test(text))) return undefined
    const { reader, wordsIn } = await this.#load()
    const language = (says ? reader.languageOf(text, before) : null) ?? before
    return language === null || language === 'en' ? undefined : { language, reader, words: wordsIn(language) }
  }

  #load(): Promise<Loaded> {
    this.#loaded ??= load(this.#options)
    return this.#loaded
  }
}

const HAS_LETTERS = /\p{L}/u
/** One word in Latin letters tells no language by itself, as the reader has it. */
const ONE_LATIN_WORD = /^\s*(?:\p{Script=Latin}|[^\p{L}\s])+\s*$/u

interface Loaded {
  readonly reader: Reader
  readonly wordsIn: (language: string) => Words
}

async function load(options: LanguagesOptions): Promise<Loaded> {
  const [{ LANGUAGES, PHRASEBOOKS }, { createReplies }, { Reader }] = await Promise.all([
    import('../../../prompts/languages/index.ts'),
    import('../../../prompts/languages/replies.ts'),
    import('../../language/index.ts'),
  ])
  const english = createWords(options)
  const made = new Map<string, Words>()
  return {
    reader: new Reader(LANGUAGES, options.services.all),
    wordsIn(spoken) {
      const language = options.language ?? spoken
      const book = PHRASEBOOKS.find(({ code }) => code === language)
      if (book === undefined) return english
      const words = made.get(book.code) ?? createWords(options, createReplies(book))
      made.set(book.code, words)
      return words
    },
  }
}
