import { type Guard, setStreamAuth } from '@stream-token/core/adapter'
import { writeReply } from '@stream-token/core/node'
import type { NodeMiddleware } from './node-middleware.js'

/** Creates middleware that lets a request pass only if the guard accepts it. */
export function requireToken(guard: Guard): NodeMiddleware {
  return async (req, res, next) => {
    try {
      const found = await guard(req)
      if ('reply' in found) return writeReply(res, found.reply)
      setStreamAuth(req, found.auth)
      Object.assign(req, { streamAuth: found.auth })
      next()
    } catch (error) {
      next(error)
    }
  }
}
