/** Whole conversations in other languages: what is said is understood, and answered in the same language. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let conversation = 0

const fresh = () => ({ conversationId: `language-${(conversation += 1)}` })

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
  const give = (userId: string, login: string, label?: string) =>
    stage.keyturn.credentials.set('GITHUB', { userId, value: world.github.issueToken(login), label })
  await give('two', 'ranaroussi', 'personal')
  await give('two', 'muxi-ai', 'work')
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

describe('a wish to add an account is asked for the token, in the language of the wish', () => {
  it.each([
    [
      'Füge mein GitHub-Konto hinzu',
      'Bitte gib hier deine Zugangsdaten für GitHub ein (personal access token):',
    ],
    [
      'Añade mi cuenta de GitHub',
      'Por favor, escribe aquí tus datos de acceso de GitHub (personal access token):',
    ],
    ['Ajoute mon compte GitHub', 'Veuillez donner ici vos identifiants GitHub (personal access token) :'],
    [
      'Adicione minha conta do GitHub',
      'Por favor, escreva aqui seus dados de acesso do GitHub (personal access token):',
    ],
    ['Aggiungi il mio account GitHub', 'Scrivi qui le tue credenziali GitHub (personal access token):'],
    ['GitHubアカウントを追加して', 'GitHubの認証情報（personal access token）をここに入力してください：'],
    ['添加我的GitHub账号', '请在这里输入你的 GitHub 凭据（personal access token）：'],
    ['मेरा GitHub खाता जोड़ो', 'कृपया यहाँ अपनी GitHub की लॉगिन जानकारी (personal access token) दें:'],
    [
      'Добавь мой аккаунт GitHub',
      'Пожалуйста, введите здесь ваши данные для входа в GitHub (personal access token):',
    ],
    ['Add my GitHub token', 'Please provide your GitHub personal access token:'],
  ])('%s', async (text, asked) => {
    expect(await stage.hear(text, { ...fresh(), userId: 'nobody' })).toBe(asked)
  })
})

it('a conversation stays in its language where a message has none: a token alone is answered as the wish was', async () => {
  const said = { ...fresh(), userId: 'german' }
  await stage.hear('Füge mein GitHub-Konto hinzu', said)
  expect(await stage.hear(world.github.issueToken('ranaroussi'), said)).toBe(
    'Konto bei GitHub hinzugefügt: ranaroussi',
  )
})

it('a request that waits goes on in the language it was said in, and an English one is answered in English again', async () => {
  const said = { ...fresh(), userId: 'two' }
  expect(await stage.hear('welche github konten habe ich?', said)).toContain('muxi-ai (work)')
  expect(await stage.hear('entferne mein Arbeitskonto bei GitHub', said)).toBe(
    "Bei GitHub 'muxi-ai' entfernen und vergessen, was dafür gespeichert ist? (ja oder nein)",
  )
  expect(await stage.hear('nein, lass es', said)).toBe('In Ordnung, es wurde nichts entfernt.')
  expect(await stage.hear('which GitHub accounts do I have?', said)).toContain('GitHub:\n')
  expect(await stage.hear('remove muxi-ai', said)).toContain('Remove your GitHub account')
  expect(await stage.hear('no', said)).toBe('All right, nothing was removed.')
})

describe('nothing but a plain yes removes an account', () => {
  it.each([
    ['de', 'entferne muxi-ai', ['warte', 'warum?', 'lieber nicht', 'nur wenn es sein muss', 'vielleicht']],
    ['es', 'elimina muxi-ai', ['espera', '¿por qué?', 'mejor no', 'quizás', 'ahora no']],
    ['fr', 'supprime muxi-ai', ['attends', 'pourquoi ?', 'plutôt pas', 'peut-être', 'pas maintenant']],
    ['ru', 'удали muxi-ai', ['подожди', 'почему?', 'лучше не надо', 'может быть', 'не сейчас']],
    ['zh', '删除muxi-ai', ['等一下', '为什么？', '还是别了', '也许吧', '以后再说']],
  ] as const)('in %s', async (_code, wish, answers) => {
    for (const answer of answers) {
      const said = { ...fresh(), userId: 'two' }
      expect(await stage.hear(wish, said)).toContain('muxi-ai')
      await stage.hear(answer, said)
      const accounts = await stage.keyturn.credentials.list({ userId: 'two' })
      expect(JSON.stringify(accounts)).toContain('muxi-ai')
    }
  })
})

it.each([
  ['Wie ist das Wetter morgen in Berlin?'],
  ['Mein Chef hat gesagt, ich soll mein Slack-Konto löschen.'],
  ['Escribe un correo sobre GitHub para mi equipo'],
  ['Traduis : supprime mon compte GitHub'],
  ['明天天气怎么样？'],
])('an ordinary message passes untouched: %s', async (text) => {
  const outcome = await stage.say(text, { ...fresh(), userId: 'two' })
  expect(outcome).toMatchObject({ kind: 'pass', text })
})

it('a formation that fixes a language is answered in it, whatever the language of the message', async () => {
  const fixed = await openStage(world, { userCredentials: { language: 'de' } })
  try {
    const asked = 'Bitte gib hier deine Zugangsdaten für GitHub ein (personal access token):'
    for (const text of ['Add my GitHub token', 'Ajoute mon compte GitHub', 'Füge mein GitHub-Konto hinzu'])
      expect(await fixed.hear(text, { ...fresh(), userId: 'anybody' })).toBe(asked)
  } finally {
    await fixed.close()
  }
})
