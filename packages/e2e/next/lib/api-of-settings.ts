import { createTestVerifyUser } from '@stream-token/conformance/app'
import { type StreamTokenHandler, streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler } from 'next'
import { sendThrown } from './send-thrown'
import { settingOf } from './setting-of'
import { SETTINGS } from './settings'

/** Creates an API route for one mount, with the endpoints of all settings. */
export function apiOfSettings(): NextApiHandler {
  const handlers = new Map<string, StreamTokenHandler>()
  for (const [setting, options] of Object.entries(SETTINGS)) {
    const verifyUser = createTestVerifyUser()
    const handler = streamTokenProvider(
      ({ headers }, context) => verifyUser(name => headers[name]?.toString(), context),
      options,
    )
    handlers.set(settingOf(setting), handler)
  }
  return async (req, res) => {
    const handler = handlers.get(String(req.query.setting))
    if (handler === undefined) return res.status(404).end()
    return sendThrown(res, () => handler(req, res))
  }
}
