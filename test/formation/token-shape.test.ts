/** `credential.shapes`: how a formation says what the tokens of its own services look like. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTokenShape } from '../../src/formation/token-shape.ts'
import { createScrubber, findSecrets, shapeOf } from '../../src/guard/index.ts'
import { createServices } from '../../src/providers/create-services.ts'
import { Random } from '../guard/corpus/random.ts'
import { formationOf, problemsOf, server, shortForm, SMALLEST } from './formation-source.ts'

const AUTH = ['auth:', '  token: "${{ user.credentials.ACME }}"']

const withShapes = (...shapes: readonly string[]): string =>
  server(...AUTH, 'credential:', '  shapes:', ...shapes.map((shape) => `    - "${shape}"`))

const servicesWith = (...shapes: readonly string[]) =>
  createServices(formationOf(SMALLEST, withShapes(...shapes)))

describe('the shapes of a formation’s own tokens', () => {
  it('are a literal, a class and a length', () => {
    expect(readTokenShape('acme_[A-Za-z0-9]{32}')).toEqual({
      prefix: 'acme_',
      characters: ['A-Z', 'a-z', '0-9'],
      shortest: 32,
      longest: 32,
    })
    expect(readTokenShape('AC-v2.[0-9a-f_-]{16,40}')).toMatchObject({ shortest: 16, longest: 40 })
    expect(readTokenShape('key:[a-z]{20,}')).toMatchObject({ prefix: 'key:', longest: undefined })
  })

  it.each([
    ['acme_', 'must be a literal, a class and a length'],
    ['acme_.*', 'must be a literal, a class and a length'],
    ['acme_[a-z]+', 'must be a literal, a class and a length'],
    ['acme_([a-z]+)+[a-z]{8}', 'must be a literal, a class and a length'],
    ['(a|b)_[a-z]{8}', 'must begin with a literal of letters'],
    ['[A-Za-z0-9]{32}', 'must begin with a literal of letters'],
    ['ak[a-z]{32}', 'must begin with a literal of 3 to 64'],
    ['1_2_3[a-z]{32}', 'must begin with a literal of 3 to 64'],
    ['acme_[^a-z]{32}', 'must have a class of'],
    ['acme_[a-q]{32}', 'must have a class of'],
    ['acme_[a-z ]{32}', 'must have a class of'],
    ['acme_[]{32}', 'must have a class of'],
    ['acme_[a-z]{7}', 'must have a length of 8 to 4096'],
    ['acme_[a-z]{5000}', 'must have a length of 8 to 4096'],
    ['acme_[a-z]{20,10}', 'must have a length whose end'],
  ])('%j is refused with its file, line and field', (shape, message) => {
    const [problem, another] = problemsOf(SMALLEST, withShapes('good_[a-z]{20}', shape))
    expect(another).toBeUndefined()
    expect(problem?.place).toEqual({ file: 'mcp/github.afs', line: 10, field: 'credential.shapes[1]' })
    expect(problem?.message).toContain(message)
    expect(problem?.message).toMatch(/\.$/)
  })

  it('a misspelt field is told with the nearest one, a single text with what it must be', () => {
    const misspelt = server(...AUTH, 'credential:', '  shape: ["acme_[a-z]{20}"]')
    expect(problemsOf(SMALLEST, misspelt).map(shortForm)).toEqual([
      'mcp/github.afs:8 credential.shape -> credential.shapes',
    ])
    const text = server(...AUTH, 'credential:', '  shapes: "acme_[a-z]{20}"')
    expect(problemsOf(SMALLEST, text).map(({ message }) => message)).toEqual(['must be a list.'])
  })

  it('need no hosts; a check still does, and an empty block too', () => {
    expect(servicesWith('acme_[a-z]{20}').get('acme').origins).toEqual([])
    const check = ['  check: { url: "https://api.example.com/me", identity: login }']
    for (const block of [['credential:', '  shapes: ["acme_[a-z]{20}"]', ...check], ['credential: {}']])
      expect(problemsOf(SMALLEST, server(...AUTH, ...block)).map(({ message }) => message)).toEqual([
        'is missing.',
      ])
  })

  it('make their service one with known shapes, and no other', () => {
    expect(servicesWith('acme_[a-z]{20}').get('acme').hasKnownShape).toBe(true)
    const plain = createServices(formationOf(SMALLEST, server(...AUTH)))
    expect(plain.get('acme').hasKnownShape).toBe(false)
    expect(plain.rules).toEqual([])
  })

  it('two servers of a service may not differ in them', () => {
    const other = withShapes('acme_[a-z]{21}').replace('id: github', 'id: other')
    const [problem] = problemsOf(SMALLEST, withShapes('acme_[a-z]{20}'), { 'mcp/other.afs': other })
    expect(problem?.message).toBe('describes acme otherwise than mcp/github.afs does.')
  })

  it('any token of any shape is found in any text, whole, and named for its service', () => {
    const ranges = {
      'A-Z': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'a-z': 'abcdefghijklmnopqrstuvwxyz',
      '0-9': '0123456789',
      'a-f': 'abcdef',
    }
    const part = fc.constantFrom(...(['A-Z', 'a-f', '0-9'] as const))
    const shape = fc.record({
      prefix: fc.stringMatching(/^[a-z]{3,8}[_:-]$/),
      parts: fc.uniqueArray(part, { minLength: 1, maxLength: 3 }).map((parts) => ['a-z' as const, ...parts]),
      length: fc.integer({ min: 16, max: 60 }),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(shape, ({ prefix, parts, length, seed }) => {
        const letters = parts.map((one) => ranges[one]).join('')
        const token = prefix + new Random(seed).text(letters, length)
        const { rules } = servicesWith(`${prefix}[${parts.join('')}]{${length}}`)
        const [found, another] = findSecrets(`see ${token} please`, { rules })
        expect(another).toBeUndefined()
        expect(found).toMatchObject({ value: token, service: 'acme', start: 4, end: 4 + token.length })
      }),
      { numRuns: 20 },
    )
  })

  it('are found mangled, in streams, in base64, and not as placeholders or inside words', () => {
    const { rules } = servicesWith('acme_[A-Za-z0-9]{24}')
    const token = ['acme', 'q7Rt2Lw9Zx4Kp1Vn8Bs3Hd6M'].join('_')
    const base64 = Buffer.from(`{"token":"${token}"}`).toString('base64')
    const percent = token.replace('_', '%5F')
    for (const text of [
      token,
      `\`${token}\``,
      `${token.slice(0, 9)}\u200b${token.slice(9)}`,
      percent,
      base64,
    ])
      expect(findSecrets(`x ${text} y`, { rules }), text).toMatchObject([{ service: 'acme' }])
    for (const text of [
      'acme_xxxxxxxxxxxxxxxxxxxxxxxx',
      'acme_<your token>',
      'the prefix acme_',
      `my${token}`,
    ])
      expect(
        findSecrets(text, { rules }).filter(({ service }) => service === 'acme'),
        text,
      ).toEqual([])
    expect(findSecrets(`x ${token} y`).some(({ service }) => service === 'acme')).toBe(false)
    expect(createScrubber([], { rules }).text(`got ${token}.`)).toBe('got [acme token removed].')
    expect(shapeOf(token, rules)).toMatchObject({ service: 'acme' })
    expect(shapeOf(token)).toBeUndefined()
  })

  it('go before a shape of ours that says the same', () => {
    const { rules } = servicesWith('glpat-[A-Za-z0-9]{20}')
    const token = ['glpat', 'q7Rt2Lw9Zx4Kp1Vn8Bs3'].join('-')
    expect(findSecrets(token)).toMatchObject([{ service: 'gitlab' }])
    expect(findSecrets(token, { rules })).toMatchObject([{ service: 'acme' }])
    expect(shapeOf(token, rules)?.service).toBe('acme')
  })

  it('stay linear: four times the beginnings cost four times as much, not sixteen', () => {
    const { rules } = servicesWith('acme_[A-Za-z0-9_]{24,}', 'acm[A-Za-z0-9_-]{8}')
    const time = (text: string): number => {
      const from = performance.now()
      findSecrets(text, { rules })
      return performance.now() - from
    }
    time('acme_ '.repeat(1_000))
    const half = Math.max(5, time('acme_'.repeat(5_000)))
    expect(time('acme_'.repeat(20_000))).toBeLessThan(half * 16)
  })
})
