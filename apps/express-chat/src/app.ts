import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import { type DemoSettings, pageFolder, pageHeaders } from '@stream-token/web'
import express, { type Express, type Request } from 'express'
import { demoRoutes } from './demo-routes.js'
import { session, sessionRoutes, signedInUser } from './session.js'

/** The whole answer to "who is it?": the session. Not the body, not the query, not a header. */
function verifyUser(req: Request): { id: string; expiresIn: number } | undefined {
  const user = signedInUser(req)
  return user && { id: user.id, expiresIn: user.expiresIn }
}

/** A chat app's server. An app of your own reads its keys from the environment and needs no options here. */
export function createApp({ apiKey, apiSecret, streamUrl }: DemoSettings): Express {
  const app = express()
  app.use(session)

  // All of it: POST /stream/token now answers a token for whoever verifyUser names.
  const stream = streamTokenProvider(verifyUser, { apiKey, apiSecret })
  app.use(stream)

  app.get('/api/me', stream.requireUser(), (req, res) => {
    const auth = getStreamAuth(req)
    res.json({ userId: auth.kind === 'user' ? auth.userId : null })
  })

  app.use(sessionRoutes)
  app.use(demoRoutes({ apiSecret, streamUrl }))
  app.use(express.static(pageFolder, { setHeaders: res => res.set(pageHeaders(streamUrl)) }))
  return app
}
