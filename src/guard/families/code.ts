/**
 * Code hosting, packages, builds, infrastructure as code, and secret stores.
 *
 * Over 150 lines: one row a token family, to be read as a table.
 */
import { ALNUM, BASE64, DOTTED, HEX, SLUG, WORD } from '../find/text/characters.ts'
import { families } from './family.ts'

const base62 = { checksum: 'base62' } as const

/** Rows of this subject. */
export const CODE_FAMILIES = [
  ...families('docs.github.com: about authentication to GitHub; github.blog 2021-04-05, 2026-04-24', [
    ['github', 'token', 'ghp_', ALNUM, 36, base62],
    ['github', 'token', 'gho_', ALNUM, 36, base62],
    ['github', 'token', 'ghu_', ALNUM, 36, base62],
    // Installation tokens carry an app id and a JWT since April 2026: dots and underscores, about 520 characters.
    ['github', 'token', 'ghs_', DOTTED, [36, 520], { ...base62, least: 32 }],
    ['github', 'refresh token', 'ghr_', ALNUM, 76, { least: 33 }],
    ['github', 'token', 'github_pat_', WORD, 82, { least: 40 }],
  ]),
  ...families('docs.gitlab.com: security/tokens; gitlabhq lib/authn/token_field', [
    // 20 characters, or routable: payload, `.01.`, length, check digits.
    ['gitlab', 'token', 'glpat-', DOTTED, 20, { checksum: 'routable' }],
    ['gitlab', 'token', 'gldt-', DOTTED, 20],
    ['gitlab', 'token', 'glrt-', DOTTED, 20],
    ['gitlab', 'token', 'glrtr-', DOTTED, 20],
    ['gitlab', 'token', 'glcbt-', DOTTED, [20, 23]],
    ['gitlab', 'token', 'glptt-', SLUG, 40, { least: 17 }],
    ['gitlab', 'token', 'glft-', DOTTED, 20],
    ['gitlab', 'token', 'glsoat-', DOTTED, 20],
    ['gitlab', 'token', 'glimt-', DOTTED, [20, 25]],
    ['gitlab', 'token', 'glffct-', DOTTED, 20],
    ['gitlab', 'token', 'glwt-', DOTTED, 20],
    ['gitlab', 'token', 'glagent-', DOTTED, 50, { least: 17 }],
    ['gitlab', 'client secret', 'gloas-', SLUG, 64, { least: 40 }],
    ['gitlab', 'token', 'GR1348941', SLUG, 20],
  ]),
  ...families('support.atlassian.com: manage API tokens; confluence.atlassian.com: HTTP access tokens', [
    ['atlassian', 'token', 'ATATT3', SLUG | BASE64, 186, { least: 40, checksum: 'atlassian' }],
    ['atlassian', 'token', 'ATCTT3', SLUG | BASE64, 186, { least: 40, checksum: 'atlassian' }],
    ['bitbucket', 'password', 'ATBB', ALNUM, 32, { left: 'word', least: 24 }],
    ['bitbucket', 'token', 'BBDC-', BASE64 | SLUG, 44, { least: 36 }],
  ]),
  ...families('docs.npmjs.com: about access tokens; github.blog 2021-09-23', [
    ['npm', 'token', 'npm_', ALNUM, 36, base62],
  ]),
  ...families('pypi.org/help (macaroons); guides.rubygems.org; doc.rust-lang.org/cargo; docs.docker.com', [
    ['pypi', 'token', 'pypi-', SLUG, [], { least: 50, shape: /pypi-Ag[A-Za-z0-9_-]{48,}/y }],
    ['rubygems', 'key', 'rubygems_', HEX, 48],
    [
      'crates',
      'token',
      'cio',
      ALNUM,
      32,
      { left: 'word', random: true, shape: /cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/y },
    ],
    ['nuget', 'key', 'oy2', ALNUM, 43, { left: 'word', shape: /oy2[a-z0-9]{43}(?![A-Za-z0-9])/y }],
    ['clojars', 'token', 'CLOJARS_', ALNUM, 60, { least: 40 }],
    ['packagist', 'token', 'packagist_', WORD, [64, 70], { random: true }],
    ['artifactory', 'key', 'AKCp', ALNUM, 69, { left: 'word', least: 60 }],
    ['artifactory', 'token', 'cmVmdGtu', ALNUM, 56, { left: 'word', least: 50 }],
    ['docker', 'token', 'dckr_pat_', SLUG, 27],
    ['docker', 'token', 'dckr_oat_', SLUG, 32, { least: 24 }],
  ]),
  ...families(
    'circleci.com/docs: managing API tokens; buildkite.com/docs; docs.sonarsource.com; docs.travis-ci.com',
    [
      ['circleci', 'token', 'CCIPAT_', WORD, [], { least: 30 }],
      ['circleci', 'token', 'CCIPRJ_', WORD, [], { least: 30 }],
      ['buildkite', 'token', 'bkua_', ALNUM, 40],
      ['buildkite', 'token', 'bkct_', WORD, [], { least: 30 }],
      ['sonarqube', 'token', 'squ_', ALNUM, 40],
      ['sonarqube', 'token', 'sqp_', ALNUM, 40],
      ['sonarqube', 'token', 'sqa_', ALNUM, 40],
      ['sourcegraph', 'token', 'sgp_', WORD, [40, 57], { least: 36 }],
      ['sourcegraph', 'token', 'slk_', HEX, 64],
      [
        'harness',
        'token',
        'pat.',
        DOTTED,
        [],
        { left: 'word', shape: /pat\.[\w-]{22}\.[0-9a-f]{24}\.[A-Za-z0-9]{20}/y },
      ],
      [
        'octopus',
        'key',
        'API-',
        ALNUM,
        [26, 32],
        { left: 'word', shape: /API-[A-Z0-9]{25,32}(?![A-Za-z0-9])/y },
      ],
      ['snyk', 'token', 'snyk_uat.', DOTTED, [], { least: 40 }],
      ['readme', 'key', 'rdme_', ALNUM, 70, { least: 60 }],
      ['postman', 'key', 'PMAK-', HEX | SLUG, [59], { least: 40 }],
      ['scalingo', 'token', 'tk-us-', SLUG, 48],
    ],
  ),
  ...families('developer.hashicorp.com: vault tokens, HCP Terraform API tokens', [
    ['vault', 'token', 'hvs.', SLUG, [24, 90], { least: 20 }],
    ['vault', 'token', 'hvb.', SLUG, [], { least: 60 }],
    ['vault', 'token', 'hvr.', SLUG, [], { least: 20 }],
  ]),
  ...families(
    'docs.doppler.com; developer.1password.com; www.pulumi.com/docs; infisical.com/docs; docs.prefect.io',
    [
      ['doppler', 'token', 'dp.pt.', ALNUM, 43, { least: 38 }],
      ['doppler', 'token', 'dp.st.', DOTTED, [], { least: 38 }],
      ['doppler', 'token', 'dp.ct.', ALNUM, [40, 43]],
      ['doppler', 'token', 'dp.sa.', ALNUM, [40, 43]],
      ['doppler', 'token', 'dp.scim.', ALNUM, [40, 43]],
      ['doppler', 'token', 'dp.audit.', ALNUM, [40, 43]],
      ['1password', 'token', 'ops_eyJ', SLUG | BASE64, [], { least: 100 }],
      [
        '1password',
        'key',
        'A3-',
        SLUG,
        [],
        {
          left: 'word',
          shape: /A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/y,
        },
      ],
      ['pulumi', 'token', 'pul-', HEX, 40],
      [
        'infisical',
        'token',
        'st.',
        DOTTED,
        [],
        { left: 'word', shape: /st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}/y },
      ],
      ['prefect', 'key', 'pnu_', ALNUM, 36],
      ['prefect', 'key', 'pnb_', ALNUM, 36],
      ['openshift', 'token', 'sha256~', SLUG, 43],
      ['age', 'private key', 'AGE-SECRET-KEY-1', ALNUM, 58],
    ],
  ),
  ...families('www.contentful.com/developers; launchdarkly.com/docs; docs.sentry.io; docs.rollbar.com', [
    ['contentful', 'token', 'CFPAT-', SLUG, 43],
    [
      'launchdarkly',
      'key',
      'sdk-',
      SLUG,
      36,
      { left: 'word', shape: /sdk-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/y },
    ],
    [
      'launchdarkly',
      'token',
      'api-',
      SLUG,
      36,
      { left: 'word', shape: /api-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/y },
    ],
    ['adobe', 'client secret', 'p8e-', SLUG, 32, { left: 'word', random: true }],
    ['defined', 'key', 'dnkey-', SLUG, [79], { least: 60 }],
    ['expo', 'token', 'expo_', SLUG, 40, { left: 'word', random: true }],
    ['kaggle', 'token', 'KGAT_', HEX, 32],
    ['gitea', 'token', 'gta_', HEX, 40, { left: 'word' }],
  ]),
  ...families(
    'RFC 5208, RFC 5915, RFC 8410: the first bytes of private keys in base64, for pastes without their first line',
    [
      [undefined, 'private key', 'MIIEvQIBADAN', BASE64, [], { left: 'word', least: 200 }],
      [undefined, 'private key', 'MIIEvAIBADAN', BASE64, [], { left: 'word', least: 200 }],
      [undefined, 'private key', 'MIIEpAIBAAKCAQEA', BASE64, [], { left: 'word', least: 200 }],
      [undefined, 'private key', 'MIIEowIBAAKCAQEA', BASE64, [], { left: 'word', least: 200 }],
      [undefined, 'private key', 'MHcCAQEEI', BASE64, [], { left: 'word', least: 60 }],
      [undefined, 'private key', 'MC4CAQAwBQYDK2VwBCIEI', BASE64, [], { left: 'word', least: 30 }],
      [undefined, 'private key', 'MIGHAgEAMBMGByqGSM49', BASE64, [], { left: 'word', least: 100 }],
      [undefined, 'private key', 'b3BlbnNzaC1rZXktdjEA', BASE64, [], { left: 'word', least: 100 }],
    ],
  ),
]
