import { APP_SETTINGS, createTestVerifyUser } from '@stream-token/conformance/app'
import { type StreamTokenHandler, streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler } from 'next'

/** Creates an API route for one mount, with the endpoints of all settings. */
export function apiOfSettings(): NextApiHandler {
  const handlers = new Map<string, StreamTokenHandler>()
  for (const [setting, options] of Object.entries(APP_SETTINGS)) {
    const verifyUser = createTestVerifyUser()
    const handler = streamTokenProvider(
      ({ headers }, context) => verifyUser(name => headers[name]?.toString(), context),
      options,
    )
    handlers.set(setting.replaceAll(' ', '-'), handler)
  }
  return (req, res) => {
    const handler = handlers.get(String(req.query.setting))
    return handler === undefined ? res.status(404).end() : handler(req, res)
  }
}
