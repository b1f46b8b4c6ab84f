/**
 * A second telling of what a turn comes to, as plain code: written from the rules of the flow, with nothing of the chart in it.
 * Random walks compare the two.
 *
 * It follows the essentials: which questions stand, about what, until when, which was the last thing said, what is parked, pending,
 * held and chosen, the outcome, and which actors are asked in which order. Longer than usual because a turn is told in one place.
 */
import type { Event } from '../../machines/conversation.ts'
import type { AccountFact, Choice, Kept, Question, Want } from '../../machines/kept.ts'
import type { Reading } from '../../machines/readings.ts'
import type { ActorName, Outputs } from './settle-on-command.ts'

type Store = Outputs['checkStore']

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
  /** Why only one account can be meant, where that is so. */
  one: 'named' | 'tool' | undefined
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
    one: want.one,
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
  /** An account was picked, with what is wrong with it. */
  let picked = false
  const keep = new Set<string>()
  /** Places for which a secret is there from an earlier turn. */
  let there = new Set<string>()
  let heldThere = false

  const top = (): Open | undefined => (last === null ? undefined : open.at(-1))
  const is = (...questions: Question[]): boolean => questions.includes(top()?.question ?? 'none')
  const placeOf = (of: Aim | null | undefined): string => of?.service ?? ''
  const armed = (): boolean => last?.armed === true
  const tell = (): void => void (words = true)
  const fresh = {
    ...{ subject: false, unnamed: false, answered: false, field: null, named: null },
    one: undefined,
  }

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
    const isSame = ids.length === lasting?.ids.length && ids.every((id) => lasting.ids.includes(id))
    const stays = lasting?.once === false && isSame
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
    if ((done.kind === 'label-taken' || done.kind === 'label-missing') && aim?.why === 'rename') {
      aim = { ...aim, unnamed: true }
      question('name')
      return
    }
    tell()
    // What was asked for is told, done or not; only lists answer nothing.
    if (done.kind !== 'listed' && done.kind !== 'used' && origin === 'question') close()
  }
  const meant = (accounts: readonly AccountFact[]): AccountFact[] => {
    const named = aim?.named ?? null
    if (named !== null) return accounts.filter(({ id }) => named.includes(id))
    return accounts.length === 1 ? [...accounts] : []
  }
  const manageWith = ({ accounts }: Store): void => {
    const subjects = meant(accounts)
    const fitsSeveral = aim?.one === 'named' && subjects.length > 1
    if (accounts.length === 0) return tell()
    if (aim?.named != null && subjects.length === 0) {
      park = false
      return tell()
    }
    if (aim?.why === 'no-default') return manage()
    if (aim?.why === 'switch' && subjects.length > 0 && !fitsSeveral) {
      after.chosen[aim.service ?? ''] = { ids: subjects.map(({ id }) => id), once: false }
      tell()
      if (origin === 'question') close()
      return
    }
    if (aim?.why === 'remove' && aim.named !== null && subjects.length > 1 && !fitsSeveral)
      return question('removal', subjects)
    if (subjects.length !== 1 || aim?.why === 'switch') return askWhich(accounts)
    if (aim !== null) aim = { ...aim, subject: true, named: subjects.map(({ id }) => id) }
    if (aim?.why === 'remove') return question('removal', subjects)
    if (aim?.why === 'rename' && aim.unnamed) return question('name')
    manage()
  }
  const askWhich = (accounts: readonly AccountFact[]): void => {
    const several = meant(accounts)
    question('account', several.length > 1 ? several : [...accounts])
  }
  /** Who is meant by a use: by name, by choice, by default, or because there is no other; else nobody knows. */
  const wanted = (accounts: readonly AccountFact[]): readonly AccountFact[] => {
    const named = aim?.named ?? null
    if (named !== null) return accounts.filter(({ id }) => named.includes(id))
    const chosen = accounts.filter(({ id }) => after.chosen[aim?.service ?? '']?.ids.includes(id))
    if (chosen.length > 0) return chosen
    const fallback = accounts.filter(({ isDefault }) => isDefault)
    if (fallback.length > 0) return fallback
    return accounts.length === 1 ? accounts : []
  }
  /** A use as the accounts stand: which ones go out, which ones are asked about, or which ones would have to be given anew. */
  const use = (
    accounts: readonly AccountFact[],
  ): { goes?: string[]; asks?: readonly AccountFact[]; lacks?: readonly AccountFact[] } | 'unknown' => {
    const broken = accounts.filter(({ active }) => !active)
    const those = wanted(accounts)
    if (aim?.named != null && those.length === 0) return accounts.length > 0 ? 'unknown' : {}
    const fitsMany = aim?.named != null && aim.one === 'named'
    if (those.length > 1 && (fitsMany || aim?.one === 'tool')) return { asks: those }
    if (those.some(({ active }) => active)) return { goes: those.map(({ id }) => id) }
    if (those.length === 0 && broken.length === 0) return accounts.length > 1 ? { asks: accounts } : {}
    return { lacks: those.length > 0 ? those : broken }
  }
  const toUse = (): void => {
    aim = aim && { ...aim, why: 'use', named: null }
  }
  const elsewhere = (): void => {
    toUse()
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
    const { service, why } = aim
    if (origin === 'tool' && after.resumed?.turnId === turnId && after.resumed.declined === service) {
      park = false
      return tell()
    }
    const store = ask('checkStore')
    const found = use(store.accounts)
    const lacks = found === 'unknown' ? undefined : found.lacks
    if (why === 'use' && lacks !== undefined) aim = { ...aim, subject: true }
    if (origin === 'question' && said.kind === 'help') return repeat()
    if (['switch', 'default', 'no-default', 'rename', 'remove'].includes(why)) return manageWith(store)
    const locked = (store.lockedUntil ?? 0) > at
    if (secret) {
      if (store.entry === 'insecure' || store.entry === 'shared') return elsewhere()
      if (store.entry === 'elsewhere' || store.entry === 'connect') {
        tell()
        if (park) goOn([])
        return
      }
      if (locked) return pause(store.lockedUntil ?? 0)
      mentionOthers()
      if (why !== 'stray') return examine()
      keep.add(service)
      return question('add')
    }
    if (why === 'use' && said.kind !== 'add') {
      if (found === 'unknown') {
        park = false
        return tell()
      }
      const { asks, goes } = found
      if (asks !== undefined) return question('account', [...asks])
      if (goes !== undefined) {
        if (origin === 'message') {
          if (aim.named !== null) chooseOnce(service, goes)
          park = false
          return
        }
        if (waits()) return goOn(goes)
        tell()
        return close()
      }
      // One that may be meant cannot be used: never another, unless the user says so.
      const working = store.accounts.filter(({ active }) => active)
      if (lacks !== undefined && working.length > 0 && !picked)
        return question('account', [...working, ...lacks])
    }
    const refused = ['use', 'rejected'].includes(why) && after.declined.includes(service)
    if (refused && origin === 'message') {
      park = false
      return
    }
    if (refused && origin === 'tool') {
      park = false
      return tell()
    }
    if (['insecure', 'shared', 'elsewhere', 'connect'].includes(store.entry)) return elsewhere()
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
      const one = aim?.one === 'tool' ? 'tool' : undefined
      if (aim?.why === 'use' && aim.service !== null) {
        if (one === undefined || ids.length === 1) after.chosen[aim.service] = { ids, once: false }
      }
      if (aim?.why === 'use' && said.by === 'near') tell()
      aim = aim && { ...aim, named: ids, one }
      picked = true
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
        return askWhich(ask('checkStore').accounts)
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
      if (said.kind === 'help' && !is('name')) {
        const unplaced = is('add') && top()?.aim?.service == null
        if (is('service', 'account') || unplaced) return repeat()
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
      const one = 'oneOf' in said && said.oneOf ? 'named' : undefined
      const unnamed = said.kind === 'rename' && said.unfinished === true
      aim = { ...fresh, service: place, why, named, one, unnamed }
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
    picked = false
    park = false
    takeUp(false)
    if (is('add', 'retry') || (is('secret') && top()?.pending === true)) return repeat()
    if (aim?.why === 'forget' || aim?.why === 'log-out') return manage()
    decide()
  }

  if (event.type === 'need.met') {
    const awaited = is('secret', 'retry', 'elsewhere') && top()?.aim?.service === event.service
    if (!awaited || (last?.until ?? 0) <= at) return { after: { open, last, ...after }, outcome: 'pass' }
    takeUp(false)
    toUse()
    decide()
  } else if (event.type === 'answer.told') {
    put = last?.askedIn === turnId
  } else if (event.type === 'need.raised') {
    origin = 'tool'
    park = true
    const { service, why, account, answered, single } = event
    const one = single === true ? 'tool' : undefined
    aim = { ...fresh, service, why, subject: account !== null, answered: answered === true, one }
    decide()
  } else {
    const overdue = last !== null && last.until <= at
    if (overdue) {
      open = []
      last = null
    }
    const chosen = Object.entries(after.chosen)
    after.chosen = {}
    for (const [service, { ids, once, before: lasting }] of chosen) {
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
