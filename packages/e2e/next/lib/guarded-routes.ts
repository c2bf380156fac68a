import { APP_SETTINGS, GUARDED_PATHS, guardedResult } from '@stream-token/conformance/app'
import { type StreamAuth, streamTokenProvider } from '@stream-token/next'
import { showThrown } from './show-thrown'

interface Context {
  readonly params: Promise<{ readonly guard: string }>
}

const stream = streamTokenProvider(() => null, APP_SETTINGS.standard)

const handler = (_request: Request, { streamAuth }: { readonly streamAuth: StreamAuth }): Response =>
  Response.json(guardedResult(streamAuth))

const guards = new Map(
  GUARDED_PATHS.map(({ path, kind, options }) => [
    path,
    kind === 'user' ? stream.requireUserToken(handler, options) : stream.requireServerToken(handler),
  ]),
)

/** The handler of the guarded paths. */
export async function guardedRoute(request: Request, { params }: Context): Promise<Response> {
  const guard = guards.get(`/guarded/${(await params).guard}`)
  return guard === undefined
    ? new Response(null, { status: 404 })
    : showThrown(() => guard(request, { params }))
}
