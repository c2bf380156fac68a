import { createGuard, type GuardOptions, type TokenProvider } from '@stream-token/core'
import { writeReply } from '@stream-token/core/node'
import type { NodeMiddleware } from './node-middleware.js'
import { setStreamAuth } from './stream-auth.js'

/** Lets only requests pass that bear a valid token of one kind. */
export function requireToken(
  provider: TokenProvider,
  kind: 'user' | 'server',
  options?: GuardOptions,
): NodeMiddleware {
  const guard = createGuard(provider, kind, options)
  return (req, res, next) => {
    guard(req)
      .then(found => {
        if ('reply' in found) return writeReply(res, found.reply)
        setStreamAuth(req, found.auth)
        next()
      })
      .catch(next)
  }
}
