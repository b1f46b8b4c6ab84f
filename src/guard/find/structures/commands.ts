/** Reads passwords off command lines: the option of a program that takes one, or a pipe into one that reads it. */
import { isOf, WORD } from '../text/characters.ts'
import { isPlaceholderValue } from '../value/placeholder.ts'
import type { Candidate } from '../tokens/token.ts'

/** How far behind a program's name its option may stand, in UTF-16 units. */
const REACH = 240

/** A value in quotes, or up to the next blank. */
const VALUE = String.raw`(?:"([^"\n]{3,256})"|'([^'\n]{3,256})'|([^\s"'\x60|]{3,256}))`

/** Programs, and how the option that holds a password begins (their manual pages). */
const PROGRAMS: readonly (readonly [programs: string, option: string])[] = [
  ['sshpass', String.raw`-p ?`],
  [
    'docker login, podman login, nerdctl login, buildah login, skopeo login, oras login, helm registry login, crane auth login',
    String.raw`(?:-p|--password)[ =]`,
  ],
  ['az login, oc login, cf login, ibmcloud login, argocd login', String.raw`(?:-p|--password)[ =]`],
  ['mongosh, mongo , mongodump, mongorestore, mongoexport, mongoimport, mongostat, cqlsh', String.raw`-p ?`],
  ['mysqladmin, mysqldump, mysqlimport, mysqlsh, mysql , mariadb', String.raw`-p(?=\S)`],
  ['redis-cli, keydb-cli, valkey-cli', String.raw`(?:-a|--pass) `],
  ['sqlcmd, bcp , isql, tsql , mosquitto_, unzip, zip , kafkacat', String.raw`-P ?`],
  ['ldapsearch, ldapmodify, ldapadd, ldapwhoami, ldapdelete', String.raw`-w `],
  ['openssl', String.raw`(?:-k |-pass(?:in|out)? pass:)`],
  [
    'keytool, jarsigner, apksigner',
    String.raw`(?:-(?:store|key|src-?store|dest-?store)pass |--ks-pass pass:)`,
  ],
  ['ssh-keygen', String.raw`-[NP] `],
  ['gpg ', String.raw`--passphrase `],
  ['http , https , xh ', String.raw`(?:-a|--auth)[ =][\w.@+-]{1,64}:`],
  ['smbclient, smbmap, rpcclient, mount.cifs, winexe', String.raw`-U ?["']?[\w.\\/@-]{1,64}%`],
  ['lftp, duplicity', String.raw`-u [\w.@-]{1,64},`],
  ['net use', String.raw`/user:[\w.\\@-]{1,64} `],
  ['plink, pscp, psftp, putty, nodetool', String.raw`-pw `],
  ['xfreerdp, wfreerdp, rdesktop', String.raw`(?:/p:|-p )`],
  ['rabbitmqctl', String.raw`(?:add_user|change_password|authenticate_user) \S{1,64} `],
  ['htpasswd', String.raw`-\w{0,4}b\w{0,4} \S{1,128} \S{1,64} `],
  ['wpa_passphrase', String.raw`\S{1,40} `],
  ['7z a, 7z x, 7za , rar a, unrar', String.raw`-(?:p|hp)(?=\S)`],
  ['influx ', String.raw`-password `],
]

/** Marks of command lines, each with its reader. */
export const COMMANDS: readonly (readonly [
  mark: string,
  read: (text: string, start: number) => Candidate | undefined,
])[] = [
  ...PROGRAMS.flatMap(([programs, option]) => {
    const pattern = new RegExp(String.raw`[^\n]{0,${REACH}}?\s${option}${VALUE}`, 'y')
    return programs.split(', ').map((program) => {
      const read = (text: string, start: number) => readOption(text, start, program.trimEnd(), pattern)
      return [program, read] as const
    })
  }),
  ['--password-stdin', (text, start) => readPiped(text, start, PIPED)],
  ['chpasswd', (text, start) => readPiped(text, start, PIPED_PAIR)],
]

function readOption(text: string, start: number, program: string, pattern: RegExp): Candidate | undefined {
  if (start > 0 && isOf(text, start - 1, WORD)) return undefined
  pattern.lastIndex = start + program.length
  const match = pattern.exec(text)
  if (match === null) return undefined
  const bare = match[3]?.replace(/[,;.)]+$/, '')
  const value = match[1] ?? match[2] ?? bare ?? ''
  const cut = bare === undefined ? 1 : (match[3] ?? '').length - bare.length
  return readPassword(value, pattern.lastIndex - cut)
}

const PIPED = new RegExp(String.raw`(?:echo|printf)\s+(?:-n\s+)?${VALUE}(?:\s*\|[^\n|]{0,${REACH}})$`)
const PIPED_PAIR = new RegExp(
  String.raw`(?:echo|printf)\s+(?:-[en]+\s+)?["']?[\w.-]{1,64}:([^\s"'|]{3,256})()()(?:["']?\s*\|\s*(?:sudo\s+)?)$`,
)

/** `echo secret | docker login --password-stdin`: what is piped into the mark at `start`. */
function readPiped(text: string, start: number, pattern: RegExp): Candidate | undefined {
  const from = Math.max(0, start - 2 * REACH)
  const before = text.slice(from, start)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const match = pattern.exec(line)
  if (match === null) return undefined
  const value = match[1] ?? match[2] ?? match[3] ?? ''
  const at = start - line.length + match.index + match[0].indexOf(value, 4)
  return readPassword(value, at + value.length)
}

function readPassword(value: string, end: number): Candidate | undefined {
  if (isPlaceholderValue(value) || /^[$%]\w|^[$<{[-]|^[A-Z]?[a-z]+[,.;:]?$/.test(value)) return undefined
  return {
    start: end - value.length,
    end,
    value,
    service: undefined,
    kind: 'password',
    certainty: 'structure',
    weight: 4,
  }
}
