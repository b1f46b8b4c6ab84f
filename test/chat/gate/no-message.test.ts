/** While a token is awaited, and under its mark, what nobody says in a chat is held back, and what people say is not (T-127). */
import { describe, expect, it } from 'vitest'
import { gate, type Expectation } from '../../../src/chat/gate/gate.ts'
import { createServices } from '../../../src/providers/create-services.ts'
import { SecretPool } from '../../../src/secret.ts'
import { formationOf, server, SMALLEST } from '../../formation/formation-source.ts'

const services = createServices(
  formationOf(
    SMALLEST,
    server('auth:', '  accept_inline: true', '  token: "${{ user.credentials.GITHUB }}"'),
  ),
)

function awaiting(armed: boolean): Expectation {
  const service = services.find('github')
  if (service === undefined) throw new Error('there is no github')
  return { kind: 'secret', service, field: null, late: false, retry: false, armed, held: false }
}

function underTheMark(): Expectation {
  const service = services.find('github')
  if (service === undefined) throw new Error('there is no github')
  return { kind: 'earlier', service, late: true }
}

/** Whether a message is kept from the agent, whole or its secret. */
function isKept(text: string, expectation: Expectation): boolean {
  const gated = gate(text, expectation, new SecretPool(), services)
  return gated.held !== undefined || gated.secrets.length > 0
}

const PASSWORDS =
  `hunter2|github: hunter2|GitHub: hunter2|hunter2 for github|hunter2 on github|for github it's hunter2|github hunter2|github = hunter2
github -> hunter2|hunter2 (github)|hunter2 is my password|my github password: hunter2|hunter2 should work|sorry, hunter2|hunter2!|hunter2?
hunter2 or hunter3|hunter2, hunter3|letmein|LetMeIn|letmein!|letmein1|github: letmein|letmein for github|password|password1|Password123!|passw0rd
p@ssw0rd|P4$$w0rd|123456|12345678|123456789|1234|0000|111111|121212|112233|123123|654321|987654321|159753|147258369|qwerty|qwerty123|qwertyuiop
asdfgh|asdfghjkl|zxcvbnm|1qaz2wsx|1q2w3e4r|qazwsx|azerty|abc123|abcdef|aaaaaa|iloveyou|iloveyou2|trustno1|dragon|monkey|monkey12|sunshine|princess
football|superman|superman99|shadow|master|admin123|welcome1|changeme|michael1987|anna2001|Summer2024!|Winter2023|liverpool1|chelsea4ever
Kowalski1974|b4n4n4|l3tm3in|dr4g0n|correct horse battery staple|big purple dinosaur jumps|blue monkey river stone
tulip engine forty marble|correct-horse-battery-staple|swift otter paints moon|seven angry badgers dancing|paper tiger golden lamp winter
lazy river stone garden|Tr0ub4dor&3|x7#kQ9!m|пароль123`
    .split(/[|\n]/)
    .map((text) => text.trim())

/** What is held back only while the question is open: later it may be an answer to the agent. */
const OPEN_ONLY =
  `my mothers maiden name, Kowalski|could be "swordfish"|maybe marmalade|I think it's Kowalski|it might be Rosebud|try Rosebud
it's Rosebud|Rosebud|marmalade|Kowalski|or Rosebud maybe|perhaps "open sesame"|my dogs name|my first pet, Rex|Rex, my old dog|blue monkey|fluffy bunny|fluffy+cat
my usual: Rosebud|Rosebud (my usual one)|probably Kowalski again|4711|20240131|"Rosebud"|'open sesame'|«Rosebud»
it used to be Rosebud|should be Rosebud|I guess Rosebud`
    .split(/[|\n]/)
    .map((text) => text.trim())

const ORDINARY =
  `show my calendar|Show my GitHub repositories|what is the weather?|what's the weather like in Lisbon|good morning|Good morning everyone!|hello again
thanks|thank you very much|see you tomorrow|can you summarize this thread?|could you please check my mail|who is on call this week?|any news from Anna?
new pull requests?|which issues are open?|how many stars does keyturn have|when is my next meeting?|where is the office in Berlin?|why did the build fail?
is the server up?|are there any new messages|do I have meetings today|remind me tomorrow to call Anna|book a table for two at 7pm|deploy to staging please
deploy the staging branch|fix the login bug in the repo|close issue #42|merge PR 17|open README.md|read src/index.ts|search for "login bug"
find all files named "token.ts"|translate this into German: good night|write a short poem about the sea|summarize quarterly revenue numbers
send Bob the report|schedule a meeting with Kowalski on Friday|create an issue about slow tests|delete the old branch|rename it to main
the build is red again|the tests are failing on main|PR 42 needs a review|my laptop is broken|I am on the train|I will do that later today|we need a new logo
I don't understand this error|I'd like to see my open tickets|let's talk about the roadmap|there is a bug in the parser|he wants the figures by noon
everyone is waiting for the release|never mind the token, show me my calendar|ok, show my calendar|please list my Jira tickets|so what is next?
https://example.com/a?b=1|README.md|v1.2.3|at 10:30|10:30|#42|PROJ-123|bob@example.com|@anna|3pm|50%|👍|zeig mir meine offenen Tickets
wie wird das Wetter morgen?|quiero ver mis tickets abiertos|montre mes derniers messages|покажи мои задачи|明日の予定を見せて|显示我的日历|the other one|slack instead please
no, the first one|is it safe to do that?|that is all for now|what does "idempotent" mean?|lunch at noon with the team?|never mind|not now
happy birthday!|well done|great, thanks|how are you?|what can you do?|tell me a joke|play some music|stop the timer|turn off the lights`
    .split(/[|\n]/)
    .map((text) => text.trim())

describe('T-127 made like a password', () => {
  it.each(PASSWORDS)('%j is kept from the agent while a token is awaited, and under the mark', (text) => {
    for (const expectation of [awaiting(true), awaiting(false), underTheMark()])
      expect(isKept(text, expectation), JSON.stringify(expectation.kind)).toBe(true)
  })

  it.each(OPEN_ONLY)(
    '%j is no sentence and no request, and kept from the agent while a token is awaited',
    (text) => {
      for (const expectation of [awaiting(true), awaiting(false)])
        expect(isKept(text, expectation)).toBe(true)
    },
  )
})

describe('what people say', () => {
  it.each(ORDINARY)('%j passes while a token is awaited, and under the mark', (text) => {
    for (const expectation of [awaiting(true), awaiting(false), underTheMark()])
      expect(isKept(text, expectation), JSON.stringify(expectation.kind)).toBe(false)
  })

  it.each(['bananas', 'ranaroussi', 'Lisbon', 'Kowalski', 'next week', 'blue', '42', 'the red one'])(
    '%j is an answer to the agent under the mark',
    (text) => {
      expect(isKept(text, underTheMark())).toBe(false)
    },
  )
})
