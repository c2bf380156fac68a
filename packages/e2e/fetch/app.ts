import {
  APP_SETTINGS,
  createTestVerifyUser,
  GUARDED_PATHS,
  guardedResult,
  LOG_OUT_ROUTE,
  settingsWithStream,
  TOKEN_PATHS,
  thrownResponse,
} from '@stream-token/conformance/app'
import { createTokenProvider, isTokenProviderError } from '@stream-token/core'
import { createGuard, fromWebRequest, toResponse } from '@stream-token/core/adapter'
import { baseIn, MOUNTS, ownIn } from './base-in.ts'
import { streamUrl } from './stream-url.ts'

type Handler = (request: Request) => Promise<Response>

/** The app's own routes: guarded ones, and those of token handlers. */
const own = new Map<string, Handler>()

/** An endpoint for each setting and mount, by its full path: no runtime removes a prefix from the URL. */
const endpoints = Object.entries(settingsWithStream(streamUrl())).flatMap(([setting, options]) =>
  MOUNTS.map((mount): readonly [string, Handler] => {
    const basePath = baseIn({ setting, mount, options })
    const verifyUser = createTestVerifyUser()
    const { fetch, tokenHandler, logOut } = createTokenProvider({ ...options, basePath }).endpoint<Request>(
      ({ headers }, context) => verifyUser(name => headers.get(name) ?? undefined, context),
    )
    for (const { path, options } of TOKEN_PATHS)
      own.set(ownIn({ setting, mount }) + path, tokenHandler(options).fetch)
    own.set(ownIn({ setting, mount }) + LOG_OUT_ROUTE.path, async request => {
      const refused = await logOut(fromWebRequest(request), ({ headers }) =>
        LOG_OUT_ROUTE.endSession(name => headers.get(name) ?? undefined),
      )
      return refused === undefined ? Response.json(LOG_OUT_ROUTE.result) : toResponse(refused)
    })
    return [basePath, fetch]
  }),
)

/** Longest first: if two base paths match, the longer one wins. */
const byLength = endpoints.toSorted(([one], [other]) => other.length - one.length)

const provider = createTokenProvider(APP_SETTINGS.standard)

/** Responds 404, from the endpoint itself, to all other paths. */
const { fetch: elsewhere } = provider.endpoint(() => null)

for (const { path, kind, options } of GUARDED_PATHS) {
  const guard = createGuard(provider, kind, options)
  own.set(path, async request => {
    const found = await guard(request)
    return 'reply' in found ? toResponse(found.reply) : Response.json(guardedResult(found.auth))
  })
}

own.set('/dev-tokens', async () => {
  try {
    createTokenProvider({ devTokens: true })
    return Response.json({})
  } catch (error) {
    return Response.json({ reason: isTokenProviderError(error) ? error.reason : String(error) })
  }
})

/** The app under test on all runtimes that pass a Web Request to a function. */
export async function app(request: Request): Promise<Response> {
  const pathname = URL.canParse(request.url) ? new URL(request.url).pathname : ''
  const [, endpoint = elsewhere] = byLength.find(([basePath]) => pathname.startsWith(basePath)) ?? []
  try {
    return await (own.get(pathname) ?? endpoint)(request)
  } catch (error) {
    const { status, headers, body } = thrownResponse(error)
    return Response.json(body, { status, headers })
  }
}
