/** What leaves no entry in the audit. */
import type { Vault } from '../../src/vault/vault.ts'

/** Methods of the port that leave no entry, and why. */
export const UNAUDITED: Partial<Record<keyof Vault, string>> = {
  findDuplicate: 'reads',
  lockedUntil: 'reads',
  look: 'reads, but for damage it comes upon, as listAccounts does',
  attemptOutcome: 'reads',
  readDialogue: 'reads',
  unseal: 'reads',
  listAudit: 'reads',
  findEnded: 'reads',
  exportUser: 'reads, but for damage it comes upon, as listAccounts does',
  moveDialogue: 'the place in a dialogue: no credential, attempt or lock',
  sealingOf: 'makes a key for what is kept elsewhere',
  seal: 'bytes of a dialogue, kept elsewhere',
  keepToolList: 'what a server tells everybody: nothing of a user',
  readToolList: 'reads',
  readSecrets: 'reads what is taken out of texts: none of it is used or leaves',
}
