/**
 * What a server's process gets of the host's environment: where things are, how to write text, and how to reach the world from behind a
 * proxy. Nothing else, and nothing that could be a secret.
 *
 * Names of proxies: curl(1), "Environment"; of certificates: Node.js command-line API, OpenSSL `SSL_CTX_load_verify_locations`, Requests
 * "SSL Cert Verification"; of categories of a locale: POSIX.1-2017 §8.2 and locale(7).
 */

const NAMES = [
  ...['HOME', 'LANG', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TZ', 'USER'],
  ...['LC_ALL', 'LC_COLLATE', 'LC_CTYPE', 'LC_MESSAGES', 'LC_MONETARY', 'LC_NUMERIC', 'LC_TIME'],
  ...['LC_ADDRESS', 'LC_IDENTIFICATION', 'LC_MEASUREMENT', 'LC_NAME', 'LC_PAPER', 'LC_TELEPHONE'],
  ...['NODE_EXTRA_CA_CERTS', 'NODE_USE_ENV_PROXY', 'NODE_USE_SYSTEM_CA'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'],
] as const

const PROXY_NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'] as const

/** Without these, programs on Windows do not find themselves; environments there know no case. */
const WINDOWS_NAMES = [
  ...['ALLUSERSPROFILE', 'APPDATA', 'COMPUTERNAME', 'COMSPEC', 'HOMEDRIVE', 'HOMEPATH', 'LOCALAPPDATA'],
  ...['NUMBER_OF_PROCESSORS', 'OS', 'PATHEXT', 'PROCESSOR_ARCHITECTURE', 'PROGRAMDATA', 'PROGRAMFILES'],
  ...['SYSTEMDRIVE', 'SYSTEMROOT', 'USERDOMAIN', 'USERNAME', 'USERPROFILE', 'WINDIR'],
] as const

const INHERITED: readonly string[] = [
  ...NAMES,
  ...PROXY_NAMES.flatMap((name) => [name, name.toLowerCase()]),
  ...WINDOWS_NAMES,
]

/** A URL with a user name or a password in it. */
const WITH_CREDENTIAL = /:\/\/[^/?#\s]*@/

/** The variables that are passed on. One with a credential in a URL is not: the formation can name it in `env`. */
export function inheritedEnvironment(
  host: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const name of INHERITED) {
    const value = host[name]
    if (value === undefined || isShellFunction(value) || holdsCredential(name, value)) continue
    environment[name] = value
  }
  return environment
}

/** Code for the next shell (CVE-2014-6271). */
function isShellFunction(value: string): boolean {
  return value.trimStart().startsWith('()')
}

/** Proxies are also written without a scheme, as `user:password@host:3128`. */
function holdsCredential(name: string, value: string): boolean {
  const isProxy = PROXY_NAMES.some((proxy) => proxy === name.toUpperCase())
  return isProxy ? value.includes('@') : WITH_CREDENTIAL.test(value)
}
