import { apiKey, exp, iat, userId } from '../app.js'
import { signBare } from '../floor.js'

/** The body that a no-op sends. It has the size of a real one, and its token outlives the bench. */
export const tokenBody = JSON.stringify({
  token: signBare({ user_id: userId, exp, iat }),
  userId,
  apiKey,
  expiresAt: exp,
  expiresIn: exp - iat,
})

/** The headers of a real response. */
export const responseHeaders = { 'cache-control': 'no-store', 'content-type': 'application/json' } as const
