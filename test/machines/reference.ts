/**
 * A second telling of what a turn comes to, as plain code: written from `design.md` §4 and the rules of the flow, with
 * nothing of the chart in it. Random walks compare the two.
 *
 * It follows the essentials: which question stands, about what, until when, what is parked, pending and chosen, the
 * outcome, and which actors are asked in which order. Longer than usual because a turn is told in one place.
 */
import type { AccountFact, Choice, Event, Kept, Question, Reading } from '../../machines/vocabulary.ts'
import type { ActorName, Outputs } from './settle-on-command.ts'

type Store = Outputs['checkStore']

const TEN_MINUTES = 600_000

/** Hands out the next actor's answer; throws `Broken` where the actor broke. */
export type Ask = <Name extends ActorName>(actor: Name) => Outputs[Name]

interface Aim {
  service: string | null
  why: string
  named: string[] | null
  field: string | null
  /** Why only one account can be meant, where that is so. */
  one: 'named' | 'tool' | undefined
}

/** What is compared after each turn. */
export interface Essentials {
  question: Question
  until: number | null
  aim: Aim | null
  parked: boolean
  pending: boolean
  chosen: Record<string, Choice>
  malformed: number
  resumed: Kept['resumed']
}

/** The essentials of a record. */
export function essentialsOf(kept: Kept): Essentials {
  const { question, questionUntil, want, parked, pending, chosen, malformed, resumed } = kept
  const aim = want && {
    service: want.service,
    why: want.why,
    named: want.named,
    field: want.field,
    one: want.one,
  }
  return { question, until: questionUntil, aim, parked, pending, chosen, malformed, resumed }
}

type Result = { after: Essentials; outcome: 'pass' | 'reply' | 'resume' }

/** What one turn comes to. */
export function referenceTurn(before: Essentials, event: Event, ask: Ask): Result {
  let open: Essentials = before
  let aim: Aim | null = null
  let secret = false
  let answers = false
  let park = false
  let picked = false

  const result = (outcome: Result['outcome']): Result => ({ after: open, outcome })
  const forget = (): void => {
    const { chosen, resumed } = open
    open = {
      question: 'none',
      until: null,
      aim: null,
      parked: false,
      pending: false,
      chosen,
      malformed: 0,
      resumed,
    }
  }
  const forThisRequest = (service: string, ids: string[]): void => {
    const { [service]: was, ...others } = open.chosen
    const before = was?.once === false ? was.ids : was?.before
    open = { ...open, chosen: { ...others, [service]: { ids, once: true, ...(before && { before }) } } }
  }
  const concerns = (): boolean =>
    answers ||
    aim === null ||
    (['secret', 'retry', 'elsewhere', 'add'].includes(open.question) && open.aim?.service === aim.service)
  const close = (): Result => {
    if (concerns()) forget()
    return result('reply')
  }
  const put = (question: Question, pending = false): Result => {
    const parked = park || (answers && open.parked)
    const malformed = answers ? open.malformed : 0
    open = { ...open, question, until: event.at + TEN_MINUTES, aim, parked, pending, malformed }
    return result('reply')
  }
  const goOn = (ids: string[]): Result => {
    const service = aim?.service ?? null
    const why = (aim?.why ?? 'use') as 'use'
    const lasting = service === null ? undefined : open.chosen[service]
    const isSame = ids.length === lasting?.ids.length && ids.every((id) => lasting.ids.includes(id))
    const stays = lasting?.once === false && isSame
    forget()
    if (service !== null && ids.length > 0 && !stays) forThisRequest(service, ids)
    open = { ...open, resumed: { turnId: event.turnId, why } }
    return result('resume')
  }
  const finish = (account: AccountFact): Result =>
    park || (open.parked && concerns()) ? goOn([account.id]) : close()
  const without = (field: string | null): void => {
    aim = aim && { ...aim, field }
  }
  const retry = (): Result => {
    without(null)
    return put('retry', true)
  }

  const examine = (): Result => {
    const found = ask('collectInline')
    const partWay = open.question === 'secret' && open.pending && aim?.field !== null
    if (found.kind === 'other-service') return put('secret', partWay)
    if (found.kind === 'malformed') {
      if (open.malformed >= 9) return close()
      const told = put('secret', partWay)
      open = { ...open, malformed: open.malformed + 1 }
      return { ...told, after: open }
    }
    if (found.kind === 'incomplete') {
      without(found.nextField)
      return put('secret', true)
    }
    const known = ask('dedupe')
    if (known?.active === true) return finish(known)
    const admission = ask('lockout')
    if (admission.kind === 'locked') return close()
    if (admission.kind === 'busy') return retry()
    if (admission.kind === 'joined') {
      if (admission.outcome === 'unknown') return retry()
      if (admission.outcome === 'rejected') return refuse()
      const twin = ask('dedupe')
      return twin?.active === true ? finish(twin) : retry()
    }
    const verdict = ask('validate')
    if (verdict.kind === 'unknown') return retry()
    if (verdict.kind === 'rejected') return verdict.lockedUntil === null ? refuse() : close()
    return finish(ask('storeCredential').account)
  }
  const refuse = (): Result => {
    without(null)
    return put('secret')
  }

  const manage = (): Result => {
    const done = ask('manageAccounts')
    // What was asked for is told, done or not; only lists answer nothing.
    if (done.kind !== 'listed' && done.kind !== 'used' && answers) return close()
    return result('reply')
  }
  const manageOne = (store: Store): Result => {
    const { accounts } = store
    const named = aim?.named ?? null
    const meant =
      named === null
        ? accounts.length === 1
          ? accounts
          : []
        : accounts.filter(({ id }) => named.includes(id))
    if (accounts.length === 0 || (named !== null && meant.length === 0)) return result('reply')
    if (aim?.one === 'named' && meant.length > 1) return put('account')
    if (aim?.why === 'switch' && meant.length > 0) {
      const ids = meant.map(({ id }) => id)
      open = { ...open, chosen: { ...open.chosen, [aim.service ?? '']: { ids, once: false } } }
      return result('reply')
    }
    if (aim?.why === 'remove' && named !== null && meant.length > 1) return put('removal')
    if (meant.length !== 1) return put('account')
    return aim?.why === 'remove' ? put('removal') : manage()
  }
  /** Who is meant: by name, by choice, by default, or because there is no other; else nobody knows. */
  const meantOf = (accounts: AccountFact[]): AccountFact[] => {
    const named = aim?.named ?? null
    if (named !== null) return accounts.filter(({ id }) => named.includes(id))
    const chosen = accounts.filter(({ id }) => open.chosen[aim?.service ?? '']?.ids.includes(id))
    if (chosen.length > 0) return chosen
    const fallback = accounts.filter(({ isDefault }) => isDefault)
    if (fallback.length > 0) return fallback
    return accounts.length === 1 ? accounts : []
  }
  /** A use as the accounts stand: which ones, or a question, or a new credential (nothing). */
  const use = (accounts: AccountFact[]): string[] | 'unknown' | 'which' | undefined => {
    const usable = accounts.filter(({ active }) => active)
    const meant = meantOf(accounts)
    if (aim?.named != null && meant.length === 0) return accounts.length > 0 ? 'unknown' : undefined
    const fitsMany = meant.length > 1 && aim?.named != null && aim.one === 'named'
    if (fitsMany || (meant.length > 1 && aim?.one === 'tool')) return 'which'
    if (meant.some(({ active }) => active)) return meant.map(({ id }) => id)
    if (meant.length === 0 && accounts.length > 1 && usable.length === accounts.length) return 'which'
    // One that may be meant cannot be used: never another, unless the user says so.
    return usable.length > 0 && !picked ? 'which' : undefined
  }
  const elsewhere = (): Result => {
    aim = aim && { ...aim, why: 'use', named: null }
    return put('elsewhere')
  }
  const decide = (saysAdd: boolean, asksAbout = false): Result => {
    const { turnId } = event
    const rejectedAgain =
      event.type === 'need.raised' && event.why === 'rejected' && open.resumed?.why === 'rejected'
    if (rejectedAgain && open.resumed?.turnId === turnId) return close()
    if (secret && aim?.service === null) return put('add', true)
    if (aim === null || aim.service === null) return put('service')
    const store = ask('checkStore')
    if (asksAbout) return result('reply')
    if (['switch', 'default', 'rename', 'remove'].includes(aim.why)) return manageOne(store)
    const locked = (store.lockedUntil ?? 0) > event.at
    if (!secret && aim.why === 'use' && !saysAdd) {
      const ids = use(store.accounts)
      if (ids === 'unknown') return result('reply')
      if (ids === 'which') return put('account')
      if (ids !== undefined) {
        const fromMessage = event.type === 'message.received' && !answers
        if (fromMessage && aim.named !== null) forThisRequest(aim.service, ids)
        if (fromMessage) return result('pass')
        return park || (open.parked && concerns()) ? goOn(ids) : close()
      }
    }
    if (store.entry === 'insecure' || store.entry === 'shared') return elsewhere()
    if (store.entry === 'elsewhere') return !secret ? elsewhere() : park ? goOn([]) : result('reply')
    if (locked) return close()
    if (secret) return aim.why === 'stray' ? put('add', true) : examine()
    return refuse()
  }

  const answer = (given: boolean): Result => {
    aim = open.aim
    answers = true
    secret = given
    return decide(false)
  }
  const hear = (said: Reading, pending: boolean): Result => {
    const { question } = open
    const is = (...questions: Question[]): boolean => questions.includes(question)
    const place = 'service' in said ? said.service : null
    const here = place === null || place === open.aim?.service
    const brings = said.kind === 'secret' || (said.kind === 'add' && said.secret !== null)
    const refuses = said.kind === 'no' || said.kind === 'cancel'
    if (is('service') && said.kind === 'service') {
      aim = open.aim && { ...open.aim, service: said.service }
      answers = true
      return decide(false)
    }
    if (is('account') && said.kind === 'accounts' && said.accounts.length > 0) {
      const ids = said.accounts
      const one = open.aim?.one === 'tool' ? 'tool' : undefined
      const service = open.aim?.why === 'use' ? open.aim.service : null
      if (service !== null && !(one === 'tool' && ids.length > 1))
        open = { ...open, chosen: { ...open.chosen, [service]: { ids, once: false } } }
      aim = open.aim && { ...open.aim, named: ids, one }
      answers = picked = true
      return decide(false)
    }
    if (is('secret', 'retry') && brings && (said.kind === 'secret' ? !said.late : here)) return answer(true)
    if (is('secret', 'retry', 'elsewhere') && said.kind === 'add' && !brings && here) {
      aim = open.aim
      answers = true
      secret = !is('secret') && pending
      return decide(true)
    }
    if (
      is('add') &&
      pending &&
      (said.kind === 'yes' || said.kind === 'service' || (said.kind === 'add' && !brings))
    ) {
      const service = place ?? open.aim?.service ?? null
      if (service === null) return result('reply')
      const { named = null, field = null, one } = open.aim ?? {}
      aim = { service, why: 'add', named, field, one }
      answers = secret = true
      return decide(false)
    }
    if (refuses && is('add') && open.parked) return goOn([])
    if (refuses && !is('none')) return close()
    if (is('removal') && said.kind === 'yes') {
      aim = open.aim
      answers = true
      return manage()
    }
    if (is('secret') && said.kind === 'again') return answer(false)
    if (is('retry', 'elsewhere') && (said.kind === 'again' || said.kind === 'yes')) return answer(pending)
    const places = is('service') || (is('add') && open.aim?.service === null)
    if (places && (said.kind === 'help' || said.kind === 'unclear')) return result('reply')
    if (is('account') && said.kind === 'unclear') return result('reply')
    if (is('secret', 'retry', 'elsewhere', 'add') && said.kind === 'help') {
      aim = open.aim
      answers = true
      return decide(false, true)
    }
    if (said.kind === 'list' || said.kind === 'usage') return manage()
    const named = 'accounts' in said ? said.accounts : null
    const fresh = (why: string): Result => {
      const one = 'oneOf' in said && said.oneOf ? 'named' : undefined
      aim = { service: place, why, named, field: null, one }
      return decide(false)
    }
    if (['switch', 'default', 'rename', 'remove', 'add', 'use'].includes(said.kind)) {
      secret = brings
      park = said.kind === 'use'
      return fresh(said.kind)
    }
    if (said.kind !== 'secret') return result('pass')
    secret = true
    park = !said.alone
    return fresh('stray')
  }

  const overdue = open.until !== null && open.until <= event.at
  if (event.type === 'need.raised') {
    park = true
    const one = event.single === true ? 'tool' : undefined
    aim = { service: event.service, why: event.why, named: null, field: null, one }
    return decide(false)
  }
  if (event.type === 'need.met') {
    const waits =
      ['secret', 'retry', 'elsewhere'].includes(open.question) && open.aim?.service === event.service
    if (!waits || overdue) return result('pass')
    aim = open.aim && { ...open.aim, why: 'use', named: null }
    answers = true
    return decide(false)
  }
  if (overdue) forget()
  const chosen: Record<string, Choice> = {}
  for (const [service, { ids, once, before }] of Object.entries(open.chosen)) {
    if (!once) chosen[service] = { ids, once }
    else if (before !== undefined) chosen[service] = { ids: before, once: false }
  }
  open = { ...open, chosen }
  return hear(ask('detectNeed'), event.pending !== null && !overdue)
}
