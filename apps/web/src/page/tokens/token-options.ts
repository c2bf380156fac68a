import type { CreateTokenOptions } from '@stream-token/core'
import type { TokenDraft } from './token-draft.js'

/** The options of `createToken` for the form's content. Without a date, the expiry is NaN, which `createToken` refuses. */
export function tokenOptions({ kind, calls, role, expiry, date }: TokenDraft): CreateTokenOptions {
  return {
    ...lifetime(expiry, date),
    ...(kind === 'call' && { callCids: calls.split(/[\s,]+/).filter(cid => cid !== '') }),
    ...(kind === 'call' && role.trim() !== '' && { role: role.trim() }),
  }
}

function lifetime(expiry: TokenDraft['expiry'], date: string): CreateTokenOptions {
  if (expiry === 'never') return { expiresIn: null }
  if (expiry === 'date') return { expiresAt: Math.floor(Date.parse(date) / 1000) }
  return { expiresIn: Number(expiry) }
}
