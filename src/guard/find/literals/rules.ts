/** Puts all literals the guard looks for into one set: token prefixes, announcing words, marks of structures. */
import { ESCAPE_MARKS } from '../text/unescape.ts'
import type { Family } from '../../families/family.ts'
import { FAMILIES } from '../../families/index.ts'
import { Literals } from './literals.ts'
import { STRUCTURES, type StructureReader } from '../structures/structures.ts'
import { SECRET_WORDS, type SecretWord } from '../../words/secret-words.ts'

/** What it means that a literal was seen. */
export interface Meaning {
  readonly literal: string
  readonly families: readonly Family[]
  readonly structure: StructureReader | undefined
  readonly word: SecretWord | undefined
  /** The literal is an escape: the text is read a second time with its escapes undone. */
  readonly escape: boolean
  /** The literal is a prefix typed in groups of this size; 0 where it is none. */
  readonly grouped: number
  /** It only begins tokens, or stands in them: its case matters. */
  readonly exact: boolean
}

/** The rules of one scan: for ASCII text only the literals that can stand in it. */
export interface Compiled {
  /** What is no secret. */
  readonly allowed: readonly Family[]
  readonly ascii: RuleSet
  readonly all: RuleSet
}

/** Literals and, for each of them, what it stands for. */
export interface RuleSet {
  readonly literals: Literals
  readonly meanings: readonly Meaning[]
}

const compiledSets = new WeakMap<readonly Family[], Compiled>()
let builtIn: Compiled | undefined

/** The compiled rules: our own, and a formation's; one build for each array given. */
export function compile(extra: readonly Family[] | undefined): Compiled {
  if (extra === undefined || extra.length === 0) return builtInRules()
  let compiled = compiledSets.get(extra)
  if (compiled === undefined) {
    const looked = extra.filter(({ isAllowed }) => isAllowed !== true)
    const allowed = extra.filter(({ isAllowed }) => isAllowed === true)
    compiled = looked.length === 0 ? { ...builtInRules(), allowed } : build([...looked, ...FAMILIES], allowed)
    compiledSets.set(extra, compiled)
  }
  return compiled
}

function builtInRules(): Compiled {
  return (builtIn ??= build(FAMILIES, []))
}

function build(families: readonly Family[], allowed: readonly Family[]): Compiled {
  const meanings = collect(families)
  const ascii = meanings.filter(({ literal }) => /^[\x20-\x7e]+$/.test(literal))
  let all: RuleSet | undefined
  return {
    allowed,
    ascii: ruleSet(ascii),
    // Built when the first text beyond ASCII comes.
    get all() {
      return (all ??= ruleSet(meanings))
    },
  }
}

function ruleSet(meanings: readonly Meaning[]): RuleSet {
  return {
    literals: new Literals(meanings.map(({ literal, exact }) => ({ text: literal, exact }))),
    meanings,
  }
}

/** Sizes of groups in which people and pages write keys. */
const GROUP_SIZES = [3, 4, 5, 6, 8, 10]

function collect(families: readonly Family[]): Meaning[] {
  const byLiteral = new Map<string, Meaning>()
  const add = (literal: string, more: Partial<Meaning>): void => {
    const known = byLiteral.get(literal) ?? NOTHING
    byLiteral.set(literal, {
      literal,
      structure: more.structure ?? known.structure,
      word: more.word ?? known.word,
      escape: more.escape ?? known.escape,
      grouped: more.grouped ?? known.grouped,
      families: [...known.families, ...(more.families ?? [])],
      exact: known.exact && more.structure === undefined && more.word === undefined && more.escape !== true,
    })
  }
  for (const { prefix } of families) {
    for (const grouped of GROUP_SIZES.filter((size) => size < prefix.length))
      add(`${prefix.slice(0, grouped)} ${prefix.slice(grouped, grouped * 2)}`, { grouped })
  }
  for (const family of families) add(family.prefix, { families: [family] })
  for (const [mark, structure] of STRUCTURES) add(mark, { structure })
  for (const word of SECRET_WORDS) add(word.text, { word })
  for (const mark of ESCAPE_MARKS) add(mark, { escape: true })
  return [...byLiteral.values()]
}

const NOTHING: Meaning = {
  literal: '',
  families: [],
  structure: undefined,
  word: undefined,
  escape: false,
  grouped: 0,
  exact: true,
}
