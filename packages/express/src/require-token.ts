import { type Guard, setStreamAuth } from '@stream-token/core/adapter'
import { writeReply } from '@stream-token/core/node'
import type { NodeMiddleware } from './node-middleware.js'

/** Creates middleware that lets a request pass only if the guard accepts it. */
export function requireToken(guard: Guard): NodeMiddleware {
  return (req, res, next) => {
    guard(req)
      .then(found => {
        if ('reply' in found) return writeReply(res, found.reply)
        setStreamAuth(req, found.auth)
        Object.assign(req, { streamAuth: found.auth })
        next()
      })
      .catch(next)
  }
}
