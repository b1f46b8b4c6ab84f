/** An answer that denies all that was offered chooses nothing, in every language. */
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../prompts/languages/index.ts'
import { Reader } from '../../src/language/index.ts'
import { SERVICES, situationOf } from './labelled.ts'

const reader = new Reader(LANGUAGES, SERVICES)

/** "Neither", "not both", "I want none of the two". */
const DENIALS = {
  en: [
    "i don't want both",
    'neither of them',
    'not both',
    'none of the two',
    "don't use both",
    'no need for either',
  ],
  de: [
    'beide nicht',
    'keins von beiden',
    'weder noch',
    'ich will keins von beiden',
    'nicht beide',
    'brauche beide nicht',
  ],
  es: [
    'ninguna de las dos',
    'las dos no',
    'no quiero ninguna',
    'ni una ni otra',
    'no quiero las dos',
    'las dos no, gracias',
  ],
  fr: [
    "ni l'un ni l'autre",
    'aucun des deux',
    'pas les deux',
    'je ne veux pas les deux',
    'les deux non merci',
  ],
  pt: ['nenhuma das duas', 'as duas não', 'não quero as duas', 'nem uma nem outra', 'não preciso das duas'],
  it: [
    'nessuno dei due',
    'non entrambi',
    "né l'uno né l'altro",
    'non li voglio tutti e due',
    'tutti e due no',
  ],
  ja: [
    'どっちもいらない',
    'どちらもいらない',
    '両方いらない',
    'どちらも結構です',
    'どっちもやめて',
    '両方ともいりません',
    'どっちも違う',
  ],
  zh: ['两个都不要', '都不要', '两个都不用', '哪个都不要', '都别用', '两个都不是'],
  hi: ['दोनों नहीं', 'दोनों मत लो', 'कोई भी नहीं', 'दोनों नहीं चाहिए', 'dono nahi'],
  ru: ['ни тот ни другой', 'оба не надо', 'не оба', 'ни один из двух', 'оба не нужны'],
} as const

describe.each(Object.entries(DENIALS))('in %s', (code, answers) => {
  it.each(answers)('%s chooses no account and removes none', (text) => {
    const which = reader.read(text, situationOf('account', code)).reading
    expect(which.kind === 'accounts' ? which.accounts : []).toEqual([])
    const removal = reader.read(text, situationOf('removal both', code)).reading
    expect(['yes', 'accounts', 'remove']).not.toContain(removal.kind)
  })
})

/** Words that answer, taken as names. */
const NAMES = {
  de: ['alle', 'beide', 'ja', 'nein', 'keins'],
  es: ['todas', 'ambas', 'si', 'no', 'ninguna'],
  fr: ['tous', 'oui', 'non', 'aucun', 'annuler'],
  pt: ['todas', 'sim', 'não', 'nenhuma', 'cancelar'],
  it: ['tutti', 'entrambi', 'si', 'no', 'nessuno'],
  ja: ['両方', 'はい', 'いいえ', 'キャンセル', '全部'],
  zh: ['全部', '是', '不', '取消', '都'],
  hi: ['दोनों', 'हाँ', 'नहीं', 'सब', 'रद्द'],
  ru: ['все', 'оба', 'да', 'нет', 'отмена'],
} as const

describe.each(Object.entries(NAMES))(
  'T-115 an account called by a word that answers, in %s',
  (code, words) => {
    it.each(words)('"%s" chooses none and removes none', (word) => {
      const offered = ['ranaroussi', word].map((name) => ({
        id: name,
        service: 'github',
        name,
        label: null,
        isUsed: false,
      }))
      for (const question of ['account', 'removal both']) {
        const { reading } = reader.read(word, { ...situationOf(question, code), offered, accounts: offered })
        expect(['no', 'cancel', 'unsure', 'only']).toContain(reading.kind)
        expect(reading.kind === 'only' ? reading.accounts : []).toEqual([])
      }
    })
  },
)
