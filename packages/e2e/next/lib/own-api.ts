import { APP_SETTINGS, createTestVerifyUser, TOKEN_PATHS } from '@stream-token/conformance/app'
import { streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler } from 'next'
import { sendThrown } from './send-thrown'
import { settingOf } from './setting-of'

const handlers = new Map<string, NextApiHandler>()
for (const [setting, options] of Object.entries(APP_SETTINGS)) {
  const verifyUser = createTestVerifyUser()
  const { tokenHandler } = streamTokenProvider(
    ({ headers }, context) => verifyUser(name => headers[name]?.toString(), context),
    options,
  )
  for (const { path, options } of TOKEN_PATHS) handlers.set(settingOf(setting) + path, tokenHandler(options))
}

/** The handler of the app's own token routes, for all settings. */
export const ownApi: NextApiHandler = async (req, res) => {
  const handle = handlers.get(`${req.query.setting}/${req.query.handler}`)
  if (handle === undefined) return res.status(404).end()
  return sendThrown(res, () => handle(req, res))
}
