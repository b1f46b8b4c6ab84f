/** Turns the `credential.shapes` of a formation into rules of the guard, once, when it is opened. */
import type { Formation, ServiceId, TokenShape } from '../../formation/formation.ts'
import { classOf } from '../find/text/characters.ts'
import { compile } from '../find/literals/rules.ts'
import { families, type Family } from './family.ts'

/** The rules of a formation's own services, compiled: pass this very list to `findSecrets`, `scrub`, and `createScrubber`. */
export function createTokenRules({
  services,
  allowed,
}: Pick<Formation, 'services' | 'allowed'>): readonly Family[] {
  const shapes = [...services.values()].flatMap(({ service, credential }) =>
    (credential?.shapes ?? []).flatMap((shape) =>
      families(`credential.shapes of ${credential?.place.file ?? service}`, [rowOf(service, shape)]),
    ),
  )
  const rules = [...shapes, ...allowed.map(allowedRow)]
  compile(rules)
  return rules
}

/** A literal has nothing behind its prefix. */
function allowedRow({ prefix, characters, shortest, longest }: TokenShape): Family {
  const [row] = families('guard.allow of the formation', [
    [undefined, 'token', prefix, classOf(characters), []],
  ])
  if (row === undefined) throw new TypeError('a row makes a family')
  return { ...row, least: shortest, most: longest ?? row.most, isAllowed: true }
}

/** A formation's prefix may be an ordinary syllable, so that a token begins where a word does. */
function rowOf(service: ServiceId, { prefix, characters, shortest, longest }: TokenShape) {
  const lengths = shortest === longest ? [shortest] : []
  const extras = lengths.length > 0 ? {} : { least: shortest }
  return [service, 'token', prefix, classOf(characters), lengths, { ...extras, left: 'word' }] as const
}
