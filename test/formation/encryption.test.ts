/** Where keys come from, as a formation says it. */
import { describe, expect, it } from 'vitest'
import { formationOf, problemsOf } from './formation-source.ts'

function encryption(...lines: readonly string[]): string {
  return ['user_credentials:', '  encryption:', ...lines.map((line) => `    ${line}`), ''].join('\n')
}

describe('the source of a key', () => {
  it('is a text, a file or a command, and stays unread', () => {
    const keyOf = (line: string) => formationOf(encryption(line)).encryption.key
    const given = keyOf('key: "${{ secrets.K }}"')
    expect(given?.kind === 'text' && given.text().parts).toEqual([{ kind: 'secret', name: 'K' }])
    expect(keyOf('key_file: /run/secrets/keyturn')).toMatchObject({
      kind: 'file',
      path: '/run/secrets/keyturn',
    })
    expect(keyOf('key_command: [vault, kv, get, "-field=key", secret/keyturn]')).toMatchObject({
      kind: 'command',
      command: ['vault', 'kv', 'get', '-field=key', 'secret/keyturn'],
      place: { file: 'formation.afs', line: 3, field: 'user_credentials.encryption.key_command' },
    })
  })

  it('of each key of a list goes by its state; a disabled one is left alone', () => {
    const { key, decryptOnlyKeys } = formationOf(
      encryption(
        'keys:',
        '  - { file: old.key, state: decrypt-only }',
        '  - { command: [print-key], state: primary }',
        '  - { file: older.key, state: disabled }',
        '  - { key: "${{ secrets.NEXT }}", state: decrypt-only }',
      ),
    ).encryption
    expect(key).toMatchObject({ kind: 'command', command: ['print-key'], place: { line: 5 } })
    expect(decryptOnlyKeys).toMatchObject([
      { kind: 'file', path: 'old.key', place: { line: 4, field: 'user_credentials.encryption.keys[0]' } },
      { kind: 'text', place: { line: 7, field: 'user_credentials.encryption.keys[3].key' } },
    ])
  })

  it('is warned of when it stands in the file itself, in a list too', () => {
    const text = '0123456789abcdef0123456789abcdef'
    const { warnings } = formationOf(
      encryption(
        'keys:',
        `  - { key: "${text}", state: primary }`,
        '  - { file: old.key, state: decrypt-only }',
      ),
    )
    expect(warnings.map(({ place, message }) => [place.field, message])).toEqual([
      ['user_credentials.encryption.keys[0].key', expect.stringMatching(/stands in the file itself/)],
    ])
    const both = formationOf(encryption('key_file: a.key', 'derive_from_formation_id: true')).warnings
    expect(both.map(({ message }) => message)).toEqual([
      expect.stringMatching(/only opens what is still under it/),
    ])
  })

  it.each([
    [
      ['key: "${{ secrets.K }}"', 'key_file: a.key'],
      'encryption',
      'must have only one of key, key_file, key_command and keys; a second key goes into keys.',
    ],
    [
      ['key_file: a.key', 'keys: [{ file: b.key, state: primary }]'],
      'encryption',
      'must have only one of key, key_file, key_command and keys; a second key goes into keys.',
    ],
    [['key_file: ""'], 'encryption.key_file', 'is empty.'],
    [['key_file: [a]'], 'encryption.key_file', 'must be a text, not a list or block.'],
    [
      ['key_file: "/run/${{ secrets.NAME }}"'],
      'encryption.key_file',
      'is the path of a file and cannot hold placeholders.',
    ],
    [
      ['key_command: "vault kv get x"'],
      'encryption.key_command',
      'must be a list: the program, then its arguments. No shell is used.',
    ],
    [
      ['key_command: []'],
      'encryption.key_command',
      'must be a list: the program, then its arguments. No shell is used.',
    ],
    [
      ['key_command: [print, 7]'],
      'encryption.key_command',
      'must be a list: the program, then its arguments. No shell is used.',
    ],
    [
      ['key_command: [print, "${{ secrets.TOKEN }}"]'],
      'encryption.key_command',
      'is run as it stands, readable by others on the machine, and cannot hold placeholders.',
    ],
    [['keys: []'], 'encryption.keys', 'must hold exactly one key whose state is "primary".'],
    [
      ['keys: [{ file: a, state: primary }, { file: b, state: primary }]'],
      'encryption.keys',
      'must hold exactly one key whose state is "primary".',
    ],
    [
      ['keys: [{ file: a, key: b, state: primary }]'],
      'encryption.keys[0]',
      'must have exactly one of key, file and command.',
    ],
    [['keys: [{ state: primary }]'], 'encryption.keys[0]', 'must have exactly one of key, file and command.'],
    [['keys: [{ file: a }]'], 'encryption.keys[0].state', 'is missing.'],
    [
      ['keys: [{ file: a, state: decrypt_only }]'],
      'encryption.keys[0].state',
      'must be one of "primary", "decrypt-only", "disabled" (nearest: "decrypt-only").',
    ],
    [
      ['keys: [{ key: "${{ user.credentials.GITHUB }}", state: primary }]'],
      'encryption.keys[0].key',
      "belongs to the formation and cannot hold a user's credential; use secrets.",
    ],
  ])('that is wrong is named: %j', (lines, field, message) => {
    expect(problemsOf(encryption(...lines)).map(({ place, message: said }) => [place.field, said])).toEqual([
      [`user_credentials.${field}`, message],
    ])
  })

  it('that is misspelt is named with the nearest field', () => {
    const nearest = (...lines: readonly string[]) =>
      problemsOf(encryption(...lines)).map((each) => each.nearest)
    expect(nearest('keyfile: a')).toEqual(['user_credentials.encryption.key_file'])
    expect(nearest('keys: [{ fle: a, state: primary }]')).toContain('user_credentials.encryption.keys.file')
  })
})
