/** Inputs made to cost as much as they can: whatever the rules look at, over and over. */

/** By what they are called. */
export const UNITS: Readonly<Record<string, string>> = {
  'one prefix': `ghp_`,
  'prefix and blank': `ghp_ `,
  'open prefix': 'xoxb-1-',
  'short prefix': 'sk-',
  keyword: 'key ',
  'keyword and colon': 'key: ',
  'long keyword': 'password ',
  'keyword in brackets': 'token (',
  'open quote': 'key="',
  question: 'password? ',
  scheme: '://',
  'user of a URL': 'a://b:c',
  'percent escapes': '%41',
  'HTML escapes': '&#65;',
  'JSON escapes': '\\n',
  'JWT heads': 'eyJ',
  'JWT parts': `eyJaaaaaaaaaaa.`,
  'key heads': '-----BEGIN PRIVATE KEY-----',
  'key heads and lines': '-----BEGIN PRIVATE KEY-----\n',
  'base64 words': `${Buffer.from('password=hello world and some more').toString('base64')} `,
  'AWS ids': ['AKIA', 'IOSFODNN7ABCDEFG', ' '].join(''),
  'spelled prefix': 'g h p ',
  'spelled letters': 'g ',
  'user option': '-u a:',
  'bot ids': '1:AA',
  'dotted words': 'a.b.c.',
  'line breaks': 'a\n',
  'invisible characters': 'a\u200b',
  'full-width letters': 'ｋ',
  'look-alikes': 'аa',
  'one long run': 'a1B2',
  'one letter': 'a',
  blanks: ' ',
  quotes: '"',
  accents: 'é',
  colours: '\u001b[0m',
  'keyword and digits': 'key a1 ',
  'keyword behind a sign': '; key',
  'keyword and number': '8841 key ',
  'keyword and escape': '\\u0041 key',
  'keyword and look-alikes': 'аa1 key',
  'word of a network': 'wifi key ',
  passwords: 'password: Blue7!sky ',
  'words of two announcements': 'user pass ',
  settings: 'A_KEY=',
  'hex words and keyword': 'e4c4cfb73fb73fb73fb2 key ',
  'escapes twice': '%2541',
  'many entities': '&amp;',
  tokens: ['ghp', `_${'a1B2c3D4'.repeat(4)}Ef5G `].join(''),
  'tokens of one run': ['ghp', `_${'a1B2c3D4'.repeat(4)}Ef5G`].join(''),
  'hex words': `${'0123456789abcdef'.repeat(4)}\n`,
  'data behind a header': 'Authorization: Basic ',
}

/** Each of them, repeated to `size` characters. */
export function worstInputs(size: number): Record<string, string> {
  const inputs: Record<string, string> = {}
  for (const [name, unit] of Object.entries(UNITS)) {
    inputs[name] = unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
  }
  return inputs
}
