import { isTokenProviderError, type VerifiedToken } from '@stream-token/core'
import type { EmulatedApp } from '../emulated-app.js'
import { StreamError } from '../wire/stream-error.js'
import { toTokenRefusal } from './token-refusal.js'

/** The credentials of a request. REST sends them in headers and query, a socket only in the query. */
export interface Credentials {
  readonly apiKey: string | null
  /** `stream-auth-type`. */
  readonly authType: string | null
  /** Without "Bearer". */
  readonly token: string | null
  /** The user that the sender claims to be. */
  readonly userId: string | null
}

/** Who sent a request. */
export type Caller =
  | { readonly kind: 'server' }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'anonymous' }

/** Authenticates a request in Stream's order: key, token, revocation, user. Throws a `StreamError`. */
export async function authenticate(app: EmulatedApp, credentials: Credentials): Promise<Caller> {
  const { apiKey, authType, token, userId } = credentials
  if (!apiKey) throw new StreamError(2, 'api_key not provided')
  if (apiKey !== app.apiKey) throw new StreamError(2, 'api_key is invalid')
  if (authType === 'anonymous') return { kind: 'anonymous' }
  if (authType !== 'jwt') throw new StreamError(5, 'stream-auth-type missing or invalid')

  const verified = await verify(app, token ?? '')
  if (verified.kind === 'server') return { kind: 'server' }
  if (app.revokeDates.isRevoked(verified))
    throw new StreamError(40, 'JWTAuth error: token is expired (revoked)')
  if (userId !== null && userId !== verified.userId)
    throw new StreamError(5, 'JWTAuth error: the user_id of the token does not match the user')
  app.users.assertUsable(verified.userId)
  return { kind: 'user', userId: verified.userId }
}

async function verify(app: EmulatedApp, token: string): Promise<VerifiedToken> {
  try {
    const verified = await verifyEitherKind(app, token)
    // Stream decodes both into whole numbers and refuses anything else.
    const areWhole = [verified.issuedAt, verified.expiresAt].every(
      date => date === undefined || Number.isInteger(date),
    )
    if (areWhole) return verified
  } catch (error) {
    throw toTokenRefusal(error, app.apiKey, token)
  }
  throw new StreamError(5, 'JWTAuth error: exp and iat of the token must be of type int64')
}

async function verifyEitherKind(app: EmulatedApp, token: string): Promise<VerifiedToken> {
  try {
    return await app.verifyToken(token, { kind: 'user' })
  } catch (error) {
    if (!isTokenProviderError(error) || error.reason !== 'token_wrong_kind') throw error
    return app.verifyToken(token, { kind: 'server' })
  }
}
