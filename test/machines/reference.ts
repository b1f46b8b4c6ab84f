/**
 * A second telling of what a turn comes to, as plain code: written from the rules of the flow, with nothing of the chart in it.
 * Random walks compare the two.
 *
 * It follows the essentials: which questions stand, about what, until when, which was the last thing said, what is parked, pending,
 * held and chosen, the outcome, and which actors are asked in which order. Longer than usual because a turn is told in one place.
 */
import type {
  AccountFact,
  Choice,
  Event,
  Kept,
  Question,
  Reading,
  StoreFacts,
  Want,
} from '../../machines/vocabulary.ts'
import type { ActorName, Outputs } from './settle-on-command.ts'

const TEN_MINUTES = 600_000
const MOST_WAITING = 4

/** Hands out the next actor's answer; throws `Broken` where the actor broke. */
export type Ask = <Name extends ActorName>(actor: Name) => Outputs[Name]

/** What a question is about, as far as it is compared. */
interface Aim {
  service: string | null
  why: Want['why']
  named: string[] | null
  subject: boolean
  unnamed: boolean
  answered: boolean
  field: string | null
}

/** One question. */
interface Open {
  question: Exclude<Question, 'none'>
  aim: Aim | null
  parked: boolean
  pending: boolean
}

/** What is compared after each turn. */
export interface Essentials {
  /** Every open question, the one that was put last at the end. */
  open: Open[]
  /** Of the one that was put last. */
  last: {
    until: number
    offered: string[]
    armed: boolean
    repeated: boolean
    held: boolean
    askedIn: string | null
    malformed: number
  } | null
  chosen: Record<string, Choice>
  declined: string[]
  resumed: Kept['resumed']
}

const aimOf = (want: Want | null): Aim | null =>
  want && {
    service: want.service,
    why: want.why,
    named: want.named,
    subject: want.subject !== null,
    unnamed: want.unnamed === true,
    answered: want.answered === true,
    field: want.field,
  }

/** The essentials of a record. */
export function essentialsOf(kept: Kept): Essentials {
  const { question, questionUntil, offered, armed, repeated, held, askedIn, malformed } = kept
  const aside = kept.aside.map((level) => ({
    question: level.question as Open['question'],
    aim: aimOf(level.want),
    parked: level.parked,
    pending: level.pending,
  }))
  const { chosen, declined, resumed } = kept
  if (question === 'none') return { open: aside, last: null, chosen, declined, resumed }
  const top = { question, aim: aimOf(kept.want), parked: kept.parked, pending: kept.pending }
  const ids = offered.map(({ id }) => id)
  const last = { until: questionUntil ?? 0, offered: ids, armed, repeated, held, askedIn, malformed }
  return { open: [...aside, top], last, chosen, declined, resumed }
}

type Outcome = 'pass' | 'reply' | 'resume'

const CREDENTIAL: readonly Question[] = ['secret', 'retry', 'elsewhere', 'add']
const FLEETING: readonly Question[] = ['removal', 'name']
const BARE: readonly Reading['kind'][] = [
  ...(['unsure', 'accounts', 'only', 'other-account', 'service', 'name', 'yes', 'no', 'later'] as const),
  ...(['cancel', 'start-over', 'again', 'help', 'undo'] as const),
]

/** What one turn comes to. */
export function referenceTurn(
  before: Essentials,
  event: Event,
  ask: Ask,
): { after: Essentials; outcome: Outcome } {
  let open: Open[] = structuredClone(before.open)
  let last = structuredClone(before.last)
  const after = {
    chosen: structuredClone(before.chosen),
    declined: [...before.declined],
    resumed: before.resumed,
  }
  const { at, turnId } = event
  let said: Reading = { kind: 'none' }
  let aim: Aim | null = null
  /** From where the secret in hand is; nothing where there is none. */
  let secret = false
  let origin: 'message' | 'tool' | 'question' = 'message'
  let park = false
  let put = false
  let again = false
  let words = false
  let goneOn = false
  let now: StoreFacts | null = null
  const keep = new Set<string>()
  /** Places for which a secret is there from an earlier turn. */
  let there = new Set<string>()
  let heldThere = false

  const top = (): Open | undefined => (last === null ? undefined : open.at(-1))
  const is = (...questions: Question[]): boolean => questions.includes(top()?.question ?? 'none')
  const placeOf = (of: Aim | null | undefined): string => of?.service ?? ''
  const armed = (): boolean => last?.armed === true
  const tell = (): void => void (words = true)
  const fresh = { subject: false, unnamed: false, answered: false, field: null, named: null }

  const mark = (change: Partial<NonNullable<Essentials['last']>>): void => {
    if (last !== null) last = { ...last, ...change }
  }
  const drop = (): void => {
    if (last !== null) open.pop()
    last = null
  }
  const wake = (): void => {
    last = {
      until: at + TEN_MINUTES,
      offered: [],
      armed: false,
      repeated: false,
      held: false,
      askedIn: null,
      malformed: 0,
    }
  }
  const serves = (): boolean => {
    if (origin === 'question' || aim === null) return true
    return is(...CREDENTIAL) && top()?.aim?.service === aim.service
  }
  const close = (): void => {
    if (serves()) drop()
  }
  const waits = (): boolean => park || (top()?.parked === true && serves())
  const fit = (levels: Open[]): Open[] => {
    while (levels.length > MOST_WAITING) {
      const least = levels.findIndex(({ parked }) => !parked)
      levels.splice(least, 1)
    }
    return levels
  }
  /** Puts a question: over the open ones, in the place of one about the same, or in the place of the one it goes on with. */
  const question = (what: Open['question'], offered: AccountFact[] = [], held = false): void => {
    const place = placeOf(aim)
    const was = top()
    const gathers =
      what === 'secret' &&
      was?.question === 'secret' &&
      was.pending &&
      placeOf(was.aim) === place &&
      aim?.field !== null
    const malformed = origin === 'question' ? (last?.malformed ?? 0) : 0
    let parked = park
    let waiting: Open[]
    if (origin === 'question') {
      waiting = last === null ? open : open.slice(0, -1)
      parked ||= was?.parked === true
    } else {
      const first = park ? open.findIndex((level) => level.parked && placeOf(level.aim) === place) : -1
      const same = open.findLastIndex((level) => {
        if (placeOf(level.aim) !== place) return false
        if (CREDENTIAL.includes(level.question)) return CREDENTIAL.includes(what)
        return level.question === what && level.aim?.why === aim?.why
      })
      if (first >= 0) {
        waiting = open.slice(0, first)
        parked = true
      } else if (park && open.some((level) => level.parked)) waiting = []
      else {
        parked ||= open[same]?.parked === true
        waiting = fit(open.filter((level, index) => index !== same && !FLEETING.includes(level.question)))
      }
    }
    const kept = what === 'retry' || what === 'add' || (what === 'secret' && aim?.field != null)
    const pending = (kept && keep.has(place)) || gathers
    open = [...waiting, { question: what, aim: aim && { ...aim }, parked, pending }]
    last = {
      until: at + TEN_MINUTES,
      offered: offered.map(({ id }) => id),
      armed: true,
      repeated: false,
      held,
      askedIn: turnId,
      malformed,
    }
    put = true
    tell()
  }
  const repeat = (unclear = false, held = false): void => {
    if (last === null) return
    last = {
      ...last,
      until: at + TEN_MINUTES,
      armed: true,
      repeated: unclear,
      askedIn: turnId,
      held: last.held || held,
    }
    put = true
    tell()
  }
  const chooseOnce = (service: string, ids: string[]): void => {
    const was = after.chosen[service]
    const lasting = was?.once === false ? was.ids : was?.before
    after.chosen[service] = { ids, once: true, ...(lasting && { before: lasting }) }
  }
  const goOn = (ids: string[], declined = false): void => {
    if (
      open
        .slice(0, last === null ? undefined : -1)
        .some(
          ({ question: what, pending, aim: about }) => what === 'add' && pending && about?.service != null,
        )
    )
      tell()
    const service = aim?.service ?? null
    if (serves()) drop()
    const lasting = service === null ? undefined : after.chosen[service]
    const stays = lasting !== undefined && !lasting.once && ids.every((id) => lasting.ids.includes(id))
    if (service !== null && ids.length > 0 && !stays) chooseOnce(service, ids)
    after.resumed = {
      turnId,
      why: aim?.why ?? 'use',
      ...(declined && service !== null ? { declined: service } : {}),
    }
    goneOn = true
  }
  const agreed = (service: string | null): void =>
    void (after.declined = after.declined.filter((name) => name !== service))
  const finish = (account: AccountFact): void => {
    tell()
    agreed(aim?.service ?? null)
    if (waits()) goOn([account.id])
    else close()
  }
  const awaitFirst = (): void => {
    aim = aim && { ...aim, field: null }
  }
  const retry = (): void => {
    awaitFirst()
    keep.add(placeOf(aim))
    question('retry')
  }
  const askForSecret = (): void => {
    agreed(aim?.service ?? null)
    question('secret')
  }
  const refuse = (): void => {
    awaitFirst()
    askForSecret()
  }
  const pause = (until: number): void => {
    tell()
    const lives = until < at + TEN_MINUTES
    if (waits() && lives) {
      awaitFirst()
      question('retry')
      return
    }
    const others = last === null ? open : open.slice(0, -1)
    if (others.length === 0 && (last === null || serves())) {
      park = false
      awaitFirst()
      question('retry')
      const level = top()
      if (level !== undefined) level.parked = false
      return
    }
    park = false
    close()
  }

  const examine = (): void => {
    const found = ask('collectInline')
    if (found.kind === 'other-service') {
      if (origin === 'message') {
        const about = aim
        const others =
          last === null
            ? open
            : open.filter((level, index) => index < open.length - 1 || !FLEETING.includes(level.question))
        open = fit([...fit(others), { question: 'secret', aim: about, parked: false, pending: false }])
        last = null
      }
      origin = 'message'
      park = false
      secret = true
      aim = { ...fresh, service: found.found, why: 'stray' }
      decide()
      return
    }
    if (found.kind === 'malformed') {
      if ((last?.malformed ?? 0) >= 9) {
        tell()
        park = false
        close()
        return
      }
      askForSecret()
      if (last !== null) last = { ...last, malformed: last.malformed + 1 }
      return
    }
    if (found.kind === 'incomplete') {
      aim = aim && { ...aim, field: found.nextField }
      keep.add(placeOf(aim))
      askForSecret()
      return
    }
    const known = ask('dedupe')
    if (known?.active === true) return finish(known)
    const admission = ask('lockout')
    if (admission.kind === 'locked') return pause(admission.lockedUntil)
    if (admission.kind === 'busy') return retry()
    if (admission.kind === 'joined') {
      if (admission.outcome === 'unknown') return retry()
      if (admission.outcome === 'rejected') return refuse()
      const twin = ask('dedupe')
      return twin?.active === true ? finish(twin) : retry()
    }
    const verdict = ask('validate')
    if (verdict.kind === 'unknown') return retry()
    if (verdict.kind === 'rejected')
      return verdict.lockedUntil === null ? refuse() : pause(verdict.lockedUntil)
    finish(ask('storeCredential').account)
  }

  const manage = (): void => {
    const done = ask('manageAccounts')
    if (
      done.kind === 'listed' &&
      done.accounts.length > 0 &&
      (aim?.why === 'forget' || aim?.why === 'log-out')
    ) {
      question('removal')
      return
    }
    tell()
    if ((done.kind === 'gone' || done.kind === 'done') && origin === 'question') close()
  }
  const meant = (accounts: readonly AccountFact[]): AccountFact[] => {
    const named = aim?.named ?? null
    if (named !== null) return accounts.filter(({ id }) => named.includes(id))
    return accounts.length === 1 ? [...accounts] : []
  }
  const manageWith = ({ accounts }: StoreFacts): void => {
    const subjects = meant(accounts)
    if (accounts.length === 0) return tell()
    if (aim?.named != null && subjects.length === 0) {
      park = false
      return tell()
    }
    if (aim?.why === 'no-default') return manage()
    if (aim?.why === 'switch' && subjects.length > 0) {
      after.chosen[aim.service ?? ''] = { ids: subjects.map(({ id }) => id), once: false }
      tell()
      if (origin === 'question') close()
      return
    }
    if (aim?.why === 'remove' && aim.named !== null && subjects.length > 1)
      return question('removal', subjects)
    if (subjects.length !== 1 || aim?.why === 'switch') return askWhich(accounts)
    if (aim !== null) aim.subject = true
    if (aim?.why === 'remove') return question('removal', subjects)
    if (aim?.why === 'rename' && aim.unnamed) return question('name')
    manage()
  }
  const askWhich = (accounts: readonly AccountFact[]): void => {
    const managing = ['default', 'rename', 'remove'].includes(aim?.why ?? '')
    const several = meant(accounts)
    if (managing) return question('account', several.length > 1 ? several : [...accounts])
    question(
      'account',
      accounts.filter(({ active }) => active),
    )
  }
  const settle = (accounts: readonly AccountFact[]): AccountFact[] => {
    const usable = accounts.filter(({ active }) => active)
    const named = aim?.named ?? null
    if (named !== null) return usable.filter(({ id }) => named.includes(id))
    const chosen = accounts.filter(({ id }) => after.chosen[aim?.service ?? '']?.ids.includes(id))
    const picked = chosen.length > 0 ? chosen : accounts.filter(({ isDefault }) => isDefault).slice(0, 1)
    // Where what was chosen does not work any more, no other takes its place.
    if (picked.length > 0) return picked.filter(({ active }) => active)
    return usable.length === 1 ? usable : []
  }
  const elsewhere = (): void => {
    aim = aim && { ...aim, why: 'use', named: null }
    question('elsewhere')
  }
  /** Secrets of other services wait, each as an offer. */
  const mentionOthers = (): void => {
    const others =
      (said.kind === 'secret' || said.kind === 'add') && said.secret !== null ? (said.others ?? []) : []
    if ((said.kind === 'secret' || said.kind === 'add') && said.secret !== null && said.more === true) tell()
    if (others.length === 0) return
    const waiting = last === null ? [...open] : open.slice(0, -1)
    const offers: Open[] = others.map(({ service }) => {
      keep.add(service)
      const there = waiting.find(
        (level) => CREDENTIAL.includes(level.question) && placeOf(level.aim) === service,
      )
      const about: Aim = { ...fresh, service, why: 'stray' }
      return { question: 'add', aim: there?.aim ?? about, parked: there?.parked ?? false, pending: true }
    })
    const rest = waiting.filter(
      (level) =>
        !(
          CREDENTIAL.includes(level.question) && others.some(({ service }) => service === placeOf(level.aim))
        ),
    )
    const above = top()
    open = [...fit([...rest, ...offers]), ...(above === undefined ? [] : [above])]
  }
  const decide = (): void => {
    if (event.type === 'need.raised' && event.why === 'rejected' && origin === 'tool') {
      if (after.resumed?.why === 'rejected' && after.resumed.turnId === turnId) {
        tell()
        park = false
        return close()
      }
    }
    if (secret && aim?.service === null) {
      mentionOthers()
      keep.add('')
      return question('add')
    }
    if (aim === null || aim.service === null) return question('service')
    if (origin === 'tool' && after.resumed?.turnId === turnId && after.resumed.declined === aim.service) {
      park = false
      return tell()
    }
    const store = ask('checkStore')
    now = store
    if (origin === 'question' && said.kind === 'help') return repeat()
    if (['switch', 'default', 'no-default', 'rename', 'remove'].includes(aim.why)) return manageWith(store)
    const locked = (store.lockedUntil ?? 0) > at
    if (secret) {
      if (store.entry === 'insecure' || store.entry === 'shared') return elsewhere()
      if (store.entry === 'elsewhere') {
        tell()
        if (park) goOn([])
        return
      }
      if (locked) return pause(store.lockedUntil ?? 0)
      mentionOthers()
      if (aim.why !== 'stray') return examine()
      keep.add(aim.service)
      return question('add')
    }
    if (aim.why === 'use' && said.kind !== 'add') {
      const usable = store.accounts.filter(({ active }) => active)
      const settled = settle(store.accounts)
      const ids = settled.map(({ id }) => id)
      if (aim.named !== null && usable.length > 0 && settled.length === 0) {
        park = false
        return tell()
      }
      if (settled.length > 0) {
        if (origin === 'message') {
          if (aim.named !== null) chooseOnce(aim.service, ids)
          park = false
          return
        }
        if (waits()) return goOn(ids)
        tell()
        return close()
      }
      if (usable.length > 1) return askWhich(store.accounts)
    }
    const refused = ['use', 'rejected'].includes(aim.why) && after.declined.includes(aim.service)
    if (refused && origin === 'message') {
      park = false
      return
    }
    if (refused && origin === 'tool') {
      park = false
      return tell()
    }
    if (store.entry === 'insecure' || store.entry === 'shared' || store.entry === 'elsewhere')
      return elsewhere()
    if (locked) return pause(store.lockedUntil ?? 0)
    refuse()
  }

  /** Goes on with the open question. */
  const takeUp = (given: boolean): void => {
    aim = top()?.aim ?? null
    aim = aim && { ...aim }
    origin = 'question'
    secret = given
  }
  const bringUp = (index: number): void => {
    const [level] = open.splice(index, 1)
    if (level === undefined) return
    if (is(...FLEETING)) drop()
    open.push(level)
    wake()
  }
  const pendingThere = (): boolean => top()?.pending === true && there.has(placeOf(top()?.aim))

  const hear = (): void => {
    const place = 'service' in said ? said.service : null
    const brings = said.kind === 'secret' || (said.kind === 'add' && said.secret !== null)
    const late = said.kind === 'secret' && said.late
    const beside = (said.kind === 'secret' || said.kind === 'add') && said.standing === 'beside'
    const here = place === null || place === top()?.aim?.service
    const aside = (): Open[] => (last === null ? open : open.slice(0, -1))

    if (said.kind === 'held') {
      const expects = !said.late && is('secret', 'retry') && top()?.aim?.service === said.service
      tell()
      if (expects) repeat(false, said.fits)
      return
    }
    if (last?.held === true && armed() && said.kind === 'yes' && heldThere) {
      takeUp(true)
      return decide()
    }
    if (last?.held === true && armed() && said.kind === 'no') {
      last = { ...last, held: false }
      return repeat()
    }
    if (is('service') && armed() && said.kind === 'service') {
      takeUp(false)
      aim = aim && { ...aim, service: said.service }
      return decide()
    }
    if (
      is('account') &&
      said.kind === 'accounts' &&
      said.accounts.length > 0 &&
      (armed() || said.by === 'name')
    ) {
      takeUp(false)
      const ids = said.accounts
      if (aim?.why === 'use' && aim.service !== null) {
        if (ids.length > 1) chooseOnce(aim.service, ids)
        else after.chosen[aim.service] = { ids, once: false }
        if (said.by === 'near') tell()
      }
      aim = aim && { ...aim, named: ids }
      return decide()
    }
    if (is('name') && armed() && said.kind === 'name') {
      takeUp(false)
      aim = aim && { ...aim, unnamed: false }
      return manage()
    }
    if (is('secret', 'retry') && brings && !late && here) {
      park = beside && top()?.parked !== true
      takeUp(true)
      return decide()
    }
    if (brings && !late && place !== null) {
      const index = aside().findIndex((level) => level.question === 'secret' && level.aim?.service === place)
      if (index >= 0 && !(last !== null && top()?.aim?.service === place)) {
        bringUp(index)
        park = beside && top()?.parked !== true
        takeUp(true)
        return decide()
      }
    }
    if (is('secret', 'retry', 'elsewhere') && said.kind === 'add' && !brings && here) {
      const given = !is('secret') && pendingThere()
      takeUp(given)
      return decide()
    }
    if (is('add') && pendingThere()) {
      const unplaced = top()?.aim?.service == null
      const named = said.kind === 'service' || (said.kind === 'add' && !brings) ? place : null
      const takes =
        (said.kind === 'yes' && !unplaced && armed()) ||
        (said.kind === 'service' && armed() && (unplaced || here)) ||
        (said.kind === 'add' && !brings && (place === null ? !unplaced && armed() : unplaced || here))
      if (takes) {
        takeUp(true)
        aim = aim && { ...aim, why: 'add', service: named ?? aim.service }
        return decide()
      }
    }
    if (said.kind === 'add' && !brings && place !== null) {
      const index = aside().findIndex(
        (level) =>
          level.question === 'add' && level.pending && level.aim?.service === place && there.has(place),
      )
      if (index >= 0 && !(is('add') && top()?.aim?.service === place)) {
        bringUp(index)
        takeUp(true)
        aim = aim && { ...aim, why: 'add' }
        return decide()
      }
    }
    if (
      is('add') &&
      armed() &&
      pendingThere() &&
      (said.kind === 'yes' || (said.kind === 'add' && !brings && place === null))
    )
      return repeat()
    if (armed() && is('add') && (said.kind === 'no' || said.kind === 'cancel')) {
      tell()
      return waits() ? goOn([]) : close()
    }
    if (armed() && is('removal')) {
      const about = top()?.aim
      const targets = about?.named ?? (about?.subject === true ? (last?.offered ?? []) : [])
      if (said.kind === 'yes') {
        takeUp(false)
        return manage()
      }
      const fewer = said.kind === 'only' || said.kind === 'accounts' ? said.accounts : []
      if (fewer.length > 0 && fewer.every((id) => targets.includes(id))) {
        takeUp(false)
        aim = aim && { ...aim, subject: false, named: fewer }
        return decide()
      }
      if (said.kind === 'only' && fewer.length === 0 && (about?.named?.length ?? 0) > 1) {
        takeUp(false)
        now = ask('checkStore')
        return askWhich(now.accounts)
      }
      if (said.kind === 'help') return tell()
      if (BARE.includes(said.kind)) {
        tell()
        return drop()
      }
    }
    if (armed() && is('secret', 'retry', 'elsewhere') && said.kind === 'start-over') {
      const level = top()
      if (level !== undefined) level.pending = false
      if (last !== null) last = { ...last, held: false }
      there = new Set()
      takeUp(false)
      awaitFirst()
      return decide()
    }
    if (armed()) {
      if (is('secret') && said.kind === 'again') {
        takeUp(false)
        return decide()
      }
      if (is('retry', 'elsewhere') && (said.kind === 'again' || said.kind === 'yes')) {
        takeUp(pendingThere())
        return decide()
      }
      if (said.kind === 'no' || said.kind === 'cancel') {
        tell()
        const service = top()?.aim?.service ?? null
        const refuses = service !== null && is('secret', 'retry', 'elsewhere')
        if (refuses && !after.declined.includes(service)) after.declined.push(service)
        takeUp(false)
        if (waits() && aim?.answered !== true) return goOn([], true)
        return close()
      }
      if (said.kind === 'help') {
        const unplaced = is('add') && top()?.aim?.service == null
        if (is('service', 'account', 'name') || unplaced) return repeat()
        takeUp(false)
        return decide()
      }
      if (said.kind === 'later') return repeat()
      if (BARE.includes(said.kind) && last?.repeated !== true) return repeat(true)
    }
    const manages = ['switch', 'default', 'no-default', 'rename'].includes(said.kind)
    const all = said.kind === 'forget-everything' || said.kind === 'log-out-everywhere'
    if (armed() && is('removal') && (said.kind === 'add' || said.kind === 'secret' || manages || all)) {
      tell()
      drop()
    }
    if (said.kind === 'list' || said.kind === 'usage' || said.kind === 'expiry') return manage()
    if (all) {
      aim = { ...fresh, service: null, why: said.kind === 'forget-everything' ? 'forget' : 'log-out' }
      return manage()
    }
    const named = 'accounts' in said ? said.accounts : null
    const wish = (why: Want['why']): void => {
      aim = { ...fresh, service: place, why, named }
      if (said.kind === 'rename' && said.unfinished === true) aim.unnamed = true
      decide()
    }
    if (manages || said.kind === 'remove') return wish(said.kind as Want['why'])
    if (said.kind === 'use') {
      park = true
      return wish('use')
    }
    secret = brings
    park = brings && beside
    if (said.kind === 'add') return wish('add')
    if (said.kind === 'secret') return wish('stray')
  }

  /** A question that waits is put once more, so that it is the last thing said. */
  const takeUpAgain = (): void => {
    again = last !== null
    if (last === null) wake()
    said = { kind: 'none' }
    now = null
    park = false
    takeUp(false)
    if (is('add', 'retry') || (is('secret') && top()?.pending === true)) return repeat()
    if (is('name')) return question('name')
    if (aim?.why === 'forget' || aim?.why === 'log-out') return manage()
    decide()
  }

  if (event.type === 'need.met') {
    const awaited = is('secret', 'retry', 'elsewhere') && top()?.aim?.service === event.service
    if (!awaited || (last?.until ?? 0) <= at) return { after: { open, last, ...after }, outcome: 'pass' }
    takeUp(false)
    aim = aim && { ...aim, why: 'use', named: null }
    decide()
  } else if (event.type === 'answer.told') {
    put = last?.askedIn === turnId
  } else if (event.type === 'need.raised') {
    origin = 'tool'
    park = true
    const { service, why, account, answered } = event
    aim = { ...fresh, service, why, subject: account !== null, answered: answered === true }
    decide()
  } else {
    const overdue = last !== null && last.until <= at
    if (overdue) {
      open = []
      last = null
    }
    for (const [service, { ids, once, before: lasting }] of Object.entries(after.chosen)) {
      delete after.chosen[service]
      if (!once) after.chosen[service] = { ids, once }
      else if (lasting !== undefined) after.chosen[service] = { ids: lasting, once: false }
    }
    there = new Set(overdue ? [] : Object.keys(event.pending))
    heldThere = !overdue && event.held !== null
    said = ask('detectNeed')
    hear()
  }
  while (words && !goneOn && !put && (last === null ? open.length > 0 : !again)) takeUpAgain()
  if (!put) {
    if (is(...FLEETING)) drop()
    if (last === null && open.length > 0) wake()
    mark({ armed: false, repeated: false, held: false })
  }
  const outcome = goneOn ? 'resume' : words ? 'reply' : 'pass'
  return { after: { open, last, ...after }, outcome }
}
