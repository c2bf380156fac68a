import { createTestVerifyUser, LOG_OUT_ROUTE, TOKEN_PATHS } from '@stream-token/conformance/app'
import { streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'
import { sendThrown } from './send-thrown'
import { settingOf } from './setting-of'
import { SETTINGS } from './settings'

const endSession = ({ headers }: NextApiRequest): Promise<void> =>
  LOG_OUT_ROUTE.endSession(name => headers[name]?.toString())

const loggedOut = (_req: NextApiRequest, res: NextApiResponse): void => res.json(LOG_OUT_ROUTE.result)

const handlers = new Map<string, NextApiHandler>()
for (const [setting, options] of Object.entries(SETTINGS)) {
  const verifyUser = createTestVerifyUser()
  const { tokenHandler, revokeOnLogout } = streamTokenProvider(
    ({ headers }, context) => verifyUser(name => headers[name]?.toString(), context),
    options,
  )
  handlers.set(settingOf(setting) + LOG_OUT_ROUTE.path, revokeOnLogout(endSession, loggedOut))
  for (const { path, options } of TOKEN_PATHS) handlers.set(settingOf(setting) + path, tokenHandler(options))
}

/** The handler of the app's own token routes, for all settings. */
export const ownApi: NextApiHandler = async (req, res) => {
  const handle = handlers.get(`${req.query.setting}/${req.query.handler}`)
  if (handle === undefined) return res.status(404).end()
  return sendThrown(res, () => handle(req, res))
}
