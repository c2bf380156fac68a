import {
  APP_SETTINGS,
  createTestVerifyUser,
  GUARDED_PATHS,
  guardedAnswer,
  thrownAnswer,
} from '@stream-token/conformance/app'
import { createTokenProvider } from '@stream-token/core'
import { createGuard, toResponse } from '@stream-token/core/adapter'
import { baseIn, MOUNTS } from './base-in.ts'

type Answer = (request: Request) => Promise<Response>

/** An endpoint for each setting and mount, by its path: no runtime takes a prefix off a URL, so the path is the whole one. */
const endpoints = Object.entries(APP_SETTINGS).flatMap(([setting, options]) =>
  MOUNTS.map((mount): readonly [string, Answer] => {
    const basePath = baseIn({ setting, mount, options })
    const verifyUser = createTestVerifyUser()
    const { fetch } = createTokenProvider({ ...options, basePath }).endpoint<Request>(
      ({ headers }, context) => verifyUser(name => headers.get(name) ?? undefined, context),
    )
    return [basePath, fetch]
  }),
)

/** Where one base path begins with another, the longer one decides. */
const byLength = endpoints.toSorted(([one], [other]) => other.length - one.length)

const provider = createTokenProvider(APP_SETTINGS.standard)

/** Answers what is at no path of the app: 404, by the endpoint itself. */
const { fetch: elsewhere } = provider.endpoint(() => null)

const guarded = new Map(
  GUARDED_PATHS.map(({ path, kind, options }): readonly [string, Answer] => {
    const guard = createGuard(provider, kind, options)
    const answer: Answer = async request => {
      const found = await guard(request)
      return 'reply' in found ? toResponse(found.reply) : Response.json(guardedAnswer(found.auth))
    }
    return [path, answer]
  }),
)

/** The app under test on every runtime that serves a function of a Web Request. */
export async function app(request: Request): Promise<Response> {
  const pathname = URL.canParse(request.url) ? new URL(request.url).pathname : ''
  const [, endpoint = elsewhere] = byLength.find(([basePath]) => pathname.startsWith(basePath)) ?? []
  try {
    return await (guarded.get(pathname) ?? endpoint)(request)
  } catch (error) {
    const { status, headers, body } = thrownAnswer(error)
    return Response.json(body, { status, headers })
  }
}
