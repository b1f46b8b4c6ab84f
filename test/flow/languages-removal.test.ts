/**
 * What people say to "Remove …?" in other languages: only a plain yes removes, and only while the question is the last thing said. What
 * means no, not yet, or nothing in particular leaves nothing behind that a later yes could set off.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let users = 0

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

async function somebody() {
  const who = { userId: `remover-${(users += 1)}` }
  await stage.keyturn.credentials.set('GITHUB', {
    ...who,
    value: world.github.issueToken('ranaroussi'),
    label: 'home',
  })
  return who
}

const names = async (who: { userId: string }): Promise<string[]> =>
  (await stage.keyturn.credentials.list(who)).map(({ identity }) => identity.name)

interface Spoken {
  readonly wish: string
  /** An ordinary message. */
  readonly passes: string
  readonly yes: readonly string[]
  readonly others: readonly string[]
}

const LANGUAGES: Readonly<Record<string, Spoken>> = {
  de: {
    wish: 'entferne mein GitHub-Konto',
    passes: 'schreib erst eine Mail an Bob wegen morgen',
    yes: ['ja', 'ja, bitte', 'ja, entfernen'],
    others: [
      'nein danke',
      'warte mal',
      'noch nicht',
      'vielleicht später',
      'hmm',
      'warum?',
      'bist du sicher?',
      'lass es lieber',
      'ja, aber erst morgen',
      'ja? wirklich?',
      'nicht das',
    ],
  },
  es: {
    wish: 'elimina mi cuenta de GitHub',
    passes: 'primero escribe un correo a Bob sobre lo de mañana',
    yes: ['sí', 'sí, por favor', 'sí, elimínala'],
    others: [
      'no gracias',
      'espera un momento',
      'todavía no',
      'quizás más tarde',
      'eh',
      '¿por qué?',
      '¿estás seguro?',
      'mejor déjala',
      'sí, pero mañana',
      '¿sí?',
      'esa no',
    ],
  },
  fr: {
    wish: 'supprime mon compte GitHub',
    passes: 'écris d’abord un mail à Bob pour demain',
    yes: ['oui', 'oui, s’il te plaît', 'oui, supprime-le'],
    others: [
      'non merci',
      'attends un peu',
      'pas encore',
      'peut-être plus tard',
      'euh',
      'pourquoi ?',
      'tu es sûr ?',
      'laisse plutôt',
      'oui, mais demain',
      'oui ?',
      'pas celui-là',
    ],
  },
  pt: {
    wish: 'remove minha conta do GitHub',
    passes: 'primeiro escreve um e-mail para o Bob sobre amanhã',
    yes: ['sim', 'sim, por favor', 'sim, pode remover'],
    others: [
      'não obrigado',
      'espera um pouco',
      'ainda não',
      'talvez mais tarde',
      'por quê?',
      'tem certeza?',
      'melhor deixar',
      'sim, mas amanhã',
      'sim?',
      'essa não',
    ],
  },
  it: {
    wish: 'rimuovi il mio account GitHub',
    passes: 'prima scrivi una mail a Bob per domani',
    yes: ['sì', 'sì, grazie', 'sì, rimuovilo'],
    others: [
      'no grazie',
      'aspetta un attimo',
      'non ancora',
      'forse più tardi',
      'perché?',
      'sei sicuro?',
      'lascialo',
      'sì, ma domani',
      'sì?',
      'non quello',
    ],
  },
  ru: {
    wish: 'удали мой аккаунт GitHub',
    passes: 'сначала напиши письмо Бобу про завтра',
    yes: ['да', 'да, пожалуйста', 'да, удаляй'],
    others: [
      'нет, спасибо',
      'подожди немного',
      'ещё нет',
      'может, потом',
      'хм',
      'зачем?',
      'ты уверен?',
      'лучше оставь',
      'да, но завтра',
      'да?',
      'не этот',
    ],
  },
  ja: {
    wish: 'GitHubアカウントを削除して',
    passes: 'まずボブに明日の件でメールを書いて',
    yes: ['はい', 'はい、お願いします'],
    others: [
      'いいえ',
      'ちょっと待って',
      'まだ',
      'また今度',
      'うーん',
      'どうして？',
      '本当に？',
      'やっぱりやめて',
      'はい、でも明日',
      'それじゃない',
    ],
  },
  zh: {
    wish: '删除我的GitHub账号',
    passes: '先给小王写一封关于明天的邮件',
    yes: ['是', '是的', '好的，删除吧'],
    others: [
      '不用了',
      '等一下',
      '还没有',
      '以后再说',
      '嗯……',
      '为什么？',
      '你确定吗？',
      '还是留着吧',
      '好，但是明天',
      '不是这个',
    ],
  },
  hi: {
    wish: 'मेरा GitHub खाता हटा दो',
    passes: 'पहले बॉब को कल के बारे में मेल लिखो',
    yes: ['हाँ', 'हाँ जी, हटा दो'],
    others: [
      'नहीं, धन्यवाद',
      'रुको ज़रा',
      'अभी नहीं',
      'शायद बाद में',
      'क्यों?',
      'पक्का?',
      'रहने दो',
      'हाँ, लेकिन कल',
      'वो वाला नहीं',
    ],
  },
}

describe.each(Object.entries(LANGUAGES))('in %s', (_code, { wish, passes, yes, others }) => {
  it.each(others)('%j removes nothing, and neither does a yes after the next message', async (text) => {
    const who = await somebody()
    const asked = await stage.hear(wish, who)
    expect(asked).toContain("'ranaroussi'")
    const reply = await stage.hear(text, who)
    if (reply.endsWith(asked)) expect(await stage.hear(passes, who)).toBe(`PASS: ${passes}`)
    for (const said of yes) expect(await stage.hear(said, who)).toBe(`PASS: ${said}`)
    expect(await names(who)).toEqual(['ranaroussi'])
  })

  it.each(yes)(
    '%j removes, said right away, and nothing once a message has passed to the agent',
    async (said) => {
      const who = await somebody()
      expect(await stage.hear(wish, who)).toContain("'ranaroussi'")
      expect(await stage.hear(passes, who)).toBe(`PASS: ${passes}`)
      for (const later of [...yes, 'ok', 'yes']) expect(await stage.hear(later, who)).toBe(`PASS: ${later}`)
      expect(await names(who)).toEqual(['ranaroussi'])
      await stage.hear(wish, who)
      expect(await stage.hear(said, who)).not.toMatch(/^PASS/)
      expect(await names(who)).toEqual([])
    },
  )

  it('what is not understood is asked about once, and passes the second time', async () => {
    const who = await somebody()
    const asked = await stage.hear(wish, who)
    const replies: string[] = []
    for (let times = 0; times < 3; times += 1) replies.push(await stage.hear('blah blub', who))
    expect(replies.filter((reply) => reply.endsWith(asked)).length).toBeLessThanOrEqual(1)
    expect(replies.at(-1)).toBe('PASS: blah blub')
    expect(await stage.hear(yes[0] ?? '', who)).toBe(`PASS: ${yes[0] ?? ''}`)
    expect(await names(who)).toEqual(['ranaroussi'])
  })
})
