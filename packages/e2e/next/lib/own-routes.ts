import { createTestVerifyUser, LOG_OUT_ROUTE, TOKEN_PATHS } from '@stream-token/conformance/app'
import { streamTokenProvider } from '@stream-token/next'
import { settingOf } from './setting-of'
import { SETTINGS } from './settings'
import { showThrown } from './show-thrown'

interface Context {
  readonly params: Promise<{ readonly setting: string; readonly handler: string }>
}

type Handler = (request: Request, context: Context) => Response | Promise<Response>

const endSession = ({ headers }: Request): Promise<void> =>
  LOG_OUT_ROUTE.endSession(name => headers.get(name) ?? undefined)

const handlers = new Map<string, Handler>()
for (const [setting, options] of Object.entries(SETTINGS)) {
  const verifyUser = createTestVerifyUser()
  const { tokenHandler, revokeOnLogout } = streamTokenProvider(
    ({ headers }, context) => verifyUser(name => headers.get(name) ?? undefined, context),
    options,
  )
  const logOut = revokeOnLogout(endSession, () => Response.json(LOG_OUT_ROUTE.result))
  handlers.set(settingOf(setting) + LOG_OUT_ROUTE.path, logOut)
  for (const { path, options } of TOKEN_PATHS) handlers.set(settingOf(setting) + path, tokenHandler(options))
}

/** The handler of the app's own token routes, for all settings. */
export async function ownRoute(request: Request, { params }: Context): Promise<Response> {
  const { setting, handler } = await params
  const handle = handlers.get(`${setting}/${handler}`)
  return handle === undefined
    ? new Response(null, { status: 404 })
    : showThrown(() => handle(request, { params }))
}
