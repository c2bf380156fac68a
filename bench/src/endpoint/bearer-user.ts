import jwt from 'jsonwebtoken'
import { apiSecret } from '../app.js'

/** A typical hand-written guard, which express-jwt and koa-jwt match: `jsonwebtoken` with the secret as a string. */
export function bearerUser(authorization = ''): string | undefined {
  try {
    const claims = jwt.verify(authorization.replace(/^Bearer /, ''), apiSecret, { algorithms: ['HS256'] })
    return typeof claims === 'object' ? claims.user_id : undefined
  } catch {
    return undefined
  }
}
