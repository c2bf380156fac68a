import type { Expiry } from './expiry.js'
import type { TokenKind } from './token-kind.js'

/** The form's content: what the token to be made should say. */
export interface TokenDraft {
  readonly kind: TokenKind
  readonly userId: string
  /** The calls of a call token, separated by commas or white space. */
  readonly calls: string
  /** The role in these calls, or ''. */
  readonly role: string
  readonly expiry: Expiry
  /** The date of the expiry 'date', as `<input type="datetime-local">` has it. */
  readonly date: string
}

export const EMPTY_DRAFT: TokenDraft = {
  kind: 'user',
  userId: '',
  calls: '',
  role: '',
  expiry: '3600',
  date: '',
}
