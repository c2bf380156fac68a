import type { ServerResponse } from 'node:http'
import { createTokenProvider } from '@stream-token/core'
import { createGuard } from '@stream-token/core/adapter'
import { writeReply } from '@stream-token/core/node'
import { apiKey, apiSecret, userId } from '../../app.js'
import { bearerUser } from '../bearer-user.js'
import type { Ways } from '../ways.js'

/** A guarded path on Node's own server. */
export const nodeGuard: Ways = {
  ours() {
    const guard = createGuard(createTokenProvider({ apiKey, apiSecret }), 'user')
    return async (req, res) => {
      try {
        const found = await guard(req)
        if ('reply' in found) writeReply(res, found.reply)
        else sendId(res, found.auth.userId)
      } catch {
        res.destroy()
      }
    }
  },
  jsonwebtoken: () => (req, res) => {
    const user = bearerUser(req.headers.authorization)
    if (user === undefined) res.writeHead(401).end()
    else sendId(res, user)
  },
  bare: () => (_req, res) => sendId(res, userId),
}

function sendId(res: ServerResponse, id: string): void {
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify({ id }))
}
