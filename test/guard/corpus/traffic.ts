/** What goes through a chat: prose in several languages, logs, code, JSON, and pasted settings; a tenth with a token. */
import { Random } from './random.ts'
import { makeToken, SELF_IDENTIFYING_SERVICES } from './tokens.ts'

const SENTENCES = [
  'Can you check whether the meeting next week could be moved?',
  'Customers from other regions were waiting for an answer about their orders, so we wrote to them.',
  'I think the second option is better; it costs less and we keep the team together.',
  'Please summarise the last three releases and tell me what changed for our users.',
  'The build failed again, but only on one machine, which is odd.',
  'Kannst du mir bitte die offenen Punkte von gestern zusammenfassen?',
  'Merci de vérifier les commandes en attente avant vendredi.',
  'Привет, посмотри, пожалуйста, последние заказы.',
  '请帮我看看最近的订单，谢谢。',
] as const

const LINES: readonly ((random: Random) => string)[] = [
  (random) =>
    `2026-01-0${random.between(1, 9)}T10:00:${random.between(10, 59)}Z INFO [worker-${random.between(1, 9)}] GET /api/v2/orders/${random.between(1, 99999)} 200 ${random.between(1, 900)}ms`,
  (random) =>
    `  const value${random.between(1, 99)} = await client.fetch(url, { method: 'POST', body: JSON.stringify({ name }) })`,
  (random) =>
    `{"id":${random.between(1, 99999)},"name":"item","tags":["a","b"],"active":true,"note":"line one\\nline two"}`,
  (random) => `SERVER_PORT=${random.between(1000, 9999)}\nLOG_LEVEL=debug\nREGION=eu-west-1`,
]

/** `count` messages of `size` characters, drawn from a seed. */
export function makeMessages(size: number, count: number, seed: number): string[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, index) => {
    const pieces: string[] = []
    let length = 0
    const prose = random.chance(0.7)
    const language = random.chance(0.25) ? SENTENCES : SENTENCES.slice(0, 5)
    while (length < size) {
      const piece =
        prose || random.chance(0.2) ? `${random.pick(language)} ` : `${random.pick(LINES)(random)}\n`
      pieces.push(piece)
      length += piece.length
    }
    const text = pieces.join('').slice(0, size)
    if (index % 10 !== 0) return text
    const { value } = makeToken(random, random.pick(SELF_IDENTIFYING_SERVICES))
    const at = random.between(0, text.length)
    return `${text.slice(0, at)} ${value} ${text.slice(at)}`.slice(0, size)
  })
}
