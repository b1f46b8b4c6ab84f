/** collect-inline: looks at what was given in the chat, together with the fields that were given before. */
import type { Examination } from '../../../machines/found.ts'
import type { Want } from '../../../machines/kept.ts'
import { examineCredential } from '../../credentials/examine.ts'
import type { TurnScope } from '../scope.ts'

/** Examines the secret behind a handle for the wanted service; `pending` holds the fields given before. */
export function collectInline(
  { services, held, gated }: TurnScope,
  input: { readonly secret: string; readonly pending: string | null; readonly want: Want },
): Examination {
  const given = held.fields(input.secret)
  if (given === undefined) return { kind: 'malformed', problem: 'empty' }
  const examined = examineCredential(services, {
    service: input.want.service ?? '',
    given,
    before: input.pending === null ? {} : (held.fields(input.pending) ?? {}),
    awaited: input.want.field,
    isPassword: gated.secrets.some(({ handle, kind }) => handle === input.secret && kind === 'password'),
  })
  switch (examined.kind) {
    case 'complete':
      return { kind: 'complete', secret: held.put(examined.fields) }
    case 'incomplete':
      return { kind: 'incomplete', partial: held.put(examined.fields), nextField: examined.nextField }
    case 'other-service':
      return { ...examined, secret: held.put({ token: examined.secret }) }
    case 'malformed':
      return examined
  }
}
