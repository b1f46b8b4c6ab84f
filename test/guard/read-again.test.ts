/** A text that says the same over and over is read once; what differs anywhere is read, and found, as it is in a short text. */
import { describe, expect, it } from 'vitest'
import { findSecrets } from '../../src/guard/index.ts'
import { randomText } from '../../src/testing/random-text.ts'
import { UNITS } from './corpus/adversarial.ts'

const PASSWORD = `Blue7!${randomText(9)}`
const SAID = [
  `my password is ${PASSWORD} `,
  `\nDB_PASSWORD=${PASSWORD}\n`,
  ` ${PASSWORD} is my password `,
  ` key="${PASSWORD}" `,
  `\nthe password for the staging box is:\n${PASSWORD}\n\n`,
]
const isHeard = (text: string): boolean =>
  findSecrets(text).some(({ start, end }) => text.slice(start, end).includes(PASSWORD))

/** As many of a unit as stay below what is remembered, and as many as are. */
const FEW = 4
const MANY = 1_500

describe.each(Object.entries(UNITS))('between many times "%s"', (_, unit) => {
  it('an announced value is found where it is found between few', () => {
    for (const said of SAID) {
      const few = unit.repeat(FEW) + said + unit.repeat(FEW)
      if (!isHeard(few)) continue
      for (const before of [60, MANY - 60, MANY])
        expect(
          isHeard(unit.repeat(before) + said + unit.repeat(MANY - before + FEW)),
          `${said} after ${before}`,
        ).toBe(true)
    }
  })
})

it('values said over and over are all found, each at its own place', () => {
  const said = `the password is ${PASSWORD}, `
  const found = findSecrets(said.repeat(900)).filter(({ start, end }) => end - start === PASSWORD.length)
  expect(found.map(({ start }) => start)).toEqual(
    Array.from({ length: 900 }, (_, index) => index * said.length + said.indexOf(PASSWORD)),
  )
})

it('of many lines alike but for as many characters, the one that holds a value is read', () => {
  const line = (what: string) => `the password of the machine in the cellar is ${what}, as always\n`
  const other = 'kept by the man'
  expect(other.length).toBe(PASSWORD.length)
  for (const at of [1, 57, 200, 399]) {
    const text = Array.from({ length: 500 }, (_, index) => line(index === at ? PASSWORD : other)).join('')
    expect(isHeard(text), `in line ${at}`).toBe(true)
  }
})
