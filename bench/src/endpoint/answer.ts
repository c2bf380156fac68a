import { apiKey, exp, iat, userId } from '../app.js'
import { signBare } from '../floor.js'

/** What a no-op answers: of the size of a real answer, and good for as long as a bench takes. */
export const tokenAnswer = JSON.stringify({
  token: signBare({ user_id: userId, exp, iat }),
  userId,
  apiKey,
  expiresAt: exp,
  expiresIn: exp - iat,
})

/** The headers of a real answer. */
export const answerHeaders = { 'cache-control': 'no-store', 'content-type': 'application/json' } as const
