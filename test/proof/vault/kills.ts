/**
 * The kills on one database, and what was found after each.
 *
 * Long because the plan of the kills and the count of what they left stand together.
 */
import { rmSync } from 'node:fs'
import type { Verdict } from '../main.ts'
import { type Fault, actAtEnd, countAcknowledged, judgePlace, judgeRun } from './judge.ts'
import { ENDLESS, type Run, runWorker } from './process.ts'
import { type Act, ACTS, type Aim, type Place, type Task } from './script.ts'

/** How many processes are killed. */
export interface KillSizes {
  readonly random: number
  /** The least; more where there are more moments and every one is wanted. */
  readonly aimed: number
  readonly isEveryMoment: boolean
}

/** Runs on one vault, so that a rotation never has more than some hundred users to rewrap. */
const RUNS_IN_A_PLACE = 20

/** A whole chain, counted until a promise is reported. */
class Tally {
  kills = 0
  survivedKills = 0
  acknowledged = 0
  readonly faults: Fault[] = []
  readonly acts = new Map<string, number>()

  count({ said, isKilled }: Run, faults: readonly Fault[], at: string): void {
    this.acts.set(at, (this.acts.get(at) ?? 0) + 1)
    this.kills++
    this.acknowledged += countAcknowledged(said)
    this.faults.push(...faults)
    if (isKilled && faults.length === 0) this.survivedKills++
  }
}

/** The proof on one database. */
export class DatabaseProof {
  readonly #database: string
  readonly #worker: string
  readonly #createPlace: () => Promise<Place>
  readonly #note: (line: string) => void
  readonly #report: (verdict: Omit<Verdict, 'proof'>) => void
  #place: Place | undefined
  #wanted: 0 | 1 = 0
  #runs = 0
  #wholePlaces = 0
  #places = 0

  /** `worker`: the program of `worker.ts`, compiled. */
  constructor(
    database: string,
    worker: string,
    createPlace: () => Promise<Place>,
    note: (line: string) => void,
    report: (verdict: Omit<Verdict, 'proof'>) => void,
  ) {
    this.#database = database
    this.#worker = worker
    this.#createPlace = createPlace
    this.#note = (line) => note(`${database}: ${line}`)
    this.#report = report
  }

  /** Aimed kills, random kills, and the controls. */
  async run(sizes: KillSizes): Promise<void> {
    const moments = await this.#countMoments()
    const all = ACTS.flatMap((act) => momentsOf(act, moments.get(act) ?? 0))
    const aims = sizes.isEveryMoment ? atLeast(all, sizes.aimed) : spread(moments, sizes.aimed)
    const aimed = new Tally()
    for (const aim of aims) aimed.count(...(await this.#kill({ killAt: aim, rounds: 1 })), aim.act)
    this.#say('an aimed', aimed, moments)

    const random = new Tally()
    for (let count = 0; count < sizes.random; count++) {
      const [run, faults] = await this.#kill({ killAt: undefined, rounds: ENDLESS })
      random.count(run, faults, actAtEnd(run.said) ?? 'between two acts')
    }
    this.#say('a random', random)
    await this.#leavePlace()
    this.#report({
      promise: `audit chains and rows are whole when all is over, vault by vault (${this.#database})`,
      tried: this.#places,
      survived: this.#wholePlaces,
    })
    await this.#control()
  }

  /** A process that acknowledges before it commits dies at the first moment of each act: every time a loss is to be found. */
  async #control(): Promise<void> {
    let noticed = 0
    for (const act of ACTS) {
      const killAt = { act, moment: 1 }
      const [, faults] = await this.#kill({ killAt, rounds: 1, fault: 'acknowledges-too-early' })
      if (faults.length > 0) noticed++
      else this.#note(`control: a ${act} that was acknowledged too early was not noticed`)
    }
    await this.#dropPlace()
    this.#report({
      promise: `control: an act acknowledged before its commit is noticed (${this.#database})`,
      tried: ACTS.length,
      survived: noticed,
    })
  }

  async #kill(task: Pick<Task, 'killAt' | 'rounds' | 'fault'>): Promise<[Run, readonly Fault[]]> {
    const place = await this.#nextPlace()
    const run = ++this.#runs
    const done = await runWorker(this.#worker, { ...place, ...task, run, wanted: this.#wanted })
    const { faults, nextWanted } = await judgeRun(place, this.#wanted, done.said)
    this.#wanted = nextWanted
    if (task.fault === undefined)
      for (const { kind, text } of faults) this.#note(`${kind}: run ${run}, ${text}`)
    return [done, faults]
  }

  /** A vault that is made and empty; a fresh one every now and then. */
  async #nextPlace(): Promise<Place> {
    if (this.#place !== undefined && this.#runs % RUNS_IN_A_PLACE !== 0) return this.#place
    await this.#leavePlace()
    this.#place = await this.#createPlace()
    this.#wanted = 0
    await this.#runWhole(this.#place, 0)
    return this.#place
  }

  async #leavePlace(): Promise<void> {
    if (this.#place === undefined) return
    const faults = await judgePlace(this.#place, this.#wanted)
    for (const { text } of faults) this.#note(`audit: ${text}`)
    this.#places++
    if (faults.length === 0) this.#wholePlaces++
    await this.#dropPlace()
  }

  async #dropPlace(): Promise<void> {
    if (this.#place !== undefined) rmSync(this.#place.directory, { recursive: true, force: true })
    this.#place = undefined
  }

  /** Moments of each act. The rotation of this run has the users of this run alone to rewrap; no other has fewer. */
  async #countMoments(): Promise<ReadonlyMap<Act, number>> {
    const said = await this.#runWhole(await this.#nextPlace(), 1)
    const moments = new Map<Act, number>()
    for (const act of ACTS) {
      const line = said.find((one) => one.startsWith(`moments ${act} `))
      moments.set(act, Number(line?.split(' ')[2] ?? 0))
    }
    if ([...moments.values()].includes(0)) throw new Error(`The script left acts out on ${this.#database}.`)
    return moments
  }

  async #runWhole(place: Place, rounds: number): Promise<readonly string[]> {
    const run = ++this.#runs
    const { said } = await runWorker(this.#worker, {
      ...place,
      run,
      wanted: this.#wanted,
      killAt: undefined,
      rounds,
    })
    const { faults, nextWanted } = await judgeRun(place, this.#wanted, said)
    if (faults.length > 0) throw new Error(`A vault that nobody killed is broken: ${faults[0]?.text}`)
    this.#wanted = nextWanted
    return said
  }

  #say(which: string, tally: Tally, moments?: ReadonlyMap<Act, number>): void {
    const { kills, survivedKills, acknowledged, faults, acts } = tally
    this.#report({
      promise: `nothing acknowledged is lost, doubled or unreadable after SIGKILL at ${which} moment (${this.#database})`,
      tried: kills,
      survived: survivedKills,
    })
    const kinds = ['lost', 'doubled', 'unreadable', 'audit'].map(
      (kind) => `${faults.filter((fault) => fault.kind === kind).length} ${kind}`,
    )
    const where = [...acts].map(([act, count]) => {
      const all = moments?.get(act as Act)
      return all === undefined ? `${act} ${count}` : `${act} ${count} (it has ${all} moments)`
    })
    this.#note(
      `${kills} kills at ${which} moment, after ${acknowledged} acknowledged acts: ${kinds.join(', ')}`,
    )
    this.#note(`they fell into: ${where.join(', ')}`)
  }
}

function momentsOf(act: Act, count: number): Aim[] {
  return Array.from({ length: count }, (_, index) => ({ act, moment: index + 1 }))
}

/** All of them, and again from the start until there are enough. */
function atLeast(aims: readonly Aim[], least: number): readonly Aim[] {
  return Array.from({ length: Math.ceil(least / aims.length) }, () => aims)
    .flat()
    .slice(0, Math.max(least, aims.length))
}

/** As many moments of each act, evenly spread, the last one included. */
function spread(moments: ReadonlyMap<Act, number>, count: number): readonly Aim[] {
  const each = Math.max(1, Math.floor(count / ACTS.length))
  return ACTS.flatMap((act) => {
    const all = moments.get(act) ?? 0
    return Array.from({ length: each }, (_, index) => ({
      act,
      moment: Math.ceil(((index + 1) * all) / each),
    }))
  })
}
