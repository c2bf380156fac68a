import { APP_SETTINGS, createTestVerifyUser } from '@stream-token/conformance/app'
import { type StreamTokenRoute, streamTokenProvider } from '@stream-token/next'

interface Context {
  readonly params: Promise<{ readonly setting: string }>
}

/** Answers as the endpoint of the setting that a segment of the path names. */
type Answer = (request: Request, context: Context) => Promise<Response>

/** Makes route handlers for one mount; each has endpoints of its own. */
export function routesOfSettings(): Readonly<Record<'GET' | 'POST' | 'OPTIONS', Answer>> {
  const routes = new Map<string, StreamTokenRoute>()
  for (const [setting, options] of Object.entries(APP_SETTINGS)) {
    const verifyUser = createTestVerifyUser()
    const route = streamTokenProvider(
      ({ headers }, context) => verifyUser(name => headers.get(name) ?? undefined, context),
      options,
    )
    routes.set(setting.replaceAll(' ', '-'), route)
  }
  const answer =
    (method: 'GET' | 'POST' | 'OPTIONS'): Answer =>
    async (request, { params }) => {
      const route = routes.get((await params).setting)
      return route === undefined ? new Response(null, { status: 404 }) : route[method](request)
    }
  return { GET: answer('GET'), POST: answer('POST'), OPTIONS: answer('OPTIONS') }
}
