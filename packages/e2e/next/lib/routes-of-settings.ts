import { createTestVerifyUser } from '@stream-token/conformance/app'
import { type StreamTokenRoute, streamTokenProvider } from '@stream-token/next'
import { settingOf } from './setting-of'
import { SETTINGS } from './settings'
import { showThrown } from './show-thrown'

interface Context {
  readonly params: Promise<{ readonly setting: string }>
}

/** Calls the endpoint of the setting that a segment of the path selects. */
type Handler = (request: Request, context: Context) => Promise<Response>

/** Creates the route handlers for one mount, with the endpoints of all settings. */
export function routesOfSettings(): Readonly<Record<'GET' | 'POST' | 'OPTIONS', Handler>> {
  const routes = new Map<string, StreamTokenRoute>()
  for (const [setting, options] of Object.entries(SETTINGS)) {
    const verifyUser = createTestVerifyUser()
    const route = streamTokenProvider(
      ({ headers }, context) => verifyUser(name => headers.get(name) ?? undefined, context),
      options,
    )
    routes.set(settingOf(setting), route)
  }
  const handlerOf =
    (method: 'GET' | 'POST' | 'OPTIONS'): Handler =>
    async (request, context) => {
      const route = routes.get((await context.params).setting)
      if (route === undefined) return new Response(null, { status: 404 })
      return showThrown(() => route[method](request, context))
    }
  return { GET: handlerOf('GET'), POST: handlerOf('POST'), OPTIONS: handlerOf('OPTIONS') }
}
