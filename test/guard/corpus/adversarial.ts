/** Inputs made to cost as much as they can: whatever the rules look at, over and over. */

const UNITS: Readonly<Record<string, string>> = {
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
}

/** Each of them, repeated to `size` characters. */
export function worstInputs(size: number): Record<string, string> {
  const inputs: Record<string, string> = {}
  for (const [name, unit] of Object.entries(UNITS)) {
    inputs[name] = unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
  }
  return inputs
}
