/** `keyturn check [formation]`: is it sound, and what is weak in it? Reads files only; no secret is looked up, nothing is opened. */
import type { Formation } from '../../formation/formation.ts'
import { FormationError } from '../../formation/problems.ts'
import { readFormation } from '../../open/formation.ts'
import { createServices } from '../../providers/create-services.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** What a check is told. */
export interface CheckOptions {
  readonly formation: string
  /** Ends with 1 also when there are only warnings. */
  readonly strict: boolean
}

/** Checks a formation: 0 sound (warnings do not count, unless strict), 1 not. */
export async function checkFormation(console: Console, options: CheckOptions): Promise<ExitCode> {
  let formation: Formation
  try {
    formation = await readFormation(options.formation, { promptKeys: promptKeys() })
    createServices(formation)
  } catch (error) {
    if (!(error instanceof FormationError)) throw error
    sayProblems(console, error)
    return EXIT.refused
  }
  const { warnings } = formation
  console.data({
    sound: true,
    formation: formation.id,
    mode: formation.mode,
    servers: formation.servers.map((server) => {
      const { id, file, type, services } = server
      // Where credentials go, of those that go anywhere.
      return {
        id,
        file,
        type,
        services,
        ...(server.type === 'http' && { origin: new URL(server.url).origin }),
      }
    }),
    services: [...formation.services.values()].map(({ service, servers, acceptInline, fields }) => {
      return { service, servers, acceptInline, fields }
    }),
    warnings: warnings.map(({ place, message }) => ({ ...place, message })),
  })
  sayFormation(console, formation)
  return options.strict && warnings.length > 0 ? EXIT.refused : EXIT.done
}

function sayProblems(console: Console, error: FormationError): void {
  const problems = error.problems.map(({ place, message, nearest }) => ({ ...place, message, nearest }))
  console.data({ sound: false, problems })
  if (console.isJson) return
  const { style } = console
  for (const { file, line, field, message, nearest } of problems) {
    const hint = nearest === undefined ? '' : style.faint(` The nearest known field is ${nearest}.`)
    const subject = field === '' ? '' : `${style.strong(field)} `
    console.say(`${style.bad('✗')} ${style.name(`${file}:${line}`)} ${subject}${message}${hint}`)
  }
  const count = error.facts['count'] === 1 ? '1 problem' : `${error.facts['count']} problems`
  console.note(`The formation is not sound: ${count}.`)
}

function sayFormation(console: Console, formation: Formation): void {
  const { style } = console
  for (const { place, message } of formation.warnings) {
    console.say(
      `${style.weak('!')} ${style.name(`${place.file}:${place.line}`)} ${style.strong(place.field)} ${message}`,
    )
  }
  const count = formation.services.size
  const services = count === 1 ? '1 service' : `${count} services`
  console.say(
    `${style.good('✓')} ${style.strong(formation.id)} is sound: mode ${formation.mode}, ${services}.`,
  )
  console.table(
    [...formation.services.values()],
    [
      { heading: 'SERVICE', cell: ({ service }) => service, paint: style.name },
      { heading: 'FIELDS', cell: ({ fields }) => fields.join(', ') },
      { heading: 'IN THE CHAT', cell: ({ acceptInline }) => (acceptInline ? 'yes' : 'no') },
      { heading: 'SERVERS', cell: ({ servers }) => servers.join(', ') },
    ],
  )
}
