import jwt from 'jsonwebtoken'
import { apiSecret } from '../app.js'

/** The guard as it is written by hand, and as express-jwt and koa-jwt do it: `jsonwebtoken` with the secret's text. */
export function bearerUser(authorization = ''): string | undefined {
  try {
    const claims = jwt.verify(authorization.replace(/^Bearer /, ''), apiSecret, { algorithms: ['HS256'] })
    return typeof claims === 'object' ? claims.user_id : undefined
  } catch {
    return undefined
  }
}
