import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'
import { after, type NextRequest } from 'next/server.js'
import { describe, expectTypeOf, it } from 'vitest'
import {
  type Anonymous,
  type StreamAuth,
  streamTokenProvider,
  type VerifiedServerToken,
  type VerifiedUserToken,
} from '../src/index.js'
import { streamTokenProvider as pagesProvider } from '../src/pages/index.js'
import { options } from './fixture/options.js'

/** The type that Next's generated types require of a route file's exports. */
type RouteExport<Params> = (
  request: NextRequest,
  context: { params: Promise<Params> },
) => Promise<Response | undefined> | Response | undefined

const stream = streamTokenProvider(() => null, options)
const pages = pagesProvider(() => null, options)

/** Checked by the compiler only. */
describe('the types', () => {
  it('are accepted as Next route handlers', () => {
    expectTypeOf(stream.GET).toExtend<RouteExport<{ stream: string[] }>>()
    expectTypeOf(stream.POST).toExtend<RouteExport<{ stream: string[] }>>()
    expectTypeOf(pages).toExtend<NextApiHandler>()
  })

  it('infer the params of a guarded handler without an annotation', () => {
    const GET = stream.requireUserToken(async (request, { streamAuth, params }) => {
      expectTypeOf(request).toEqualTypeOf<Request>()
      expectTypeOf(streamAuth).toEqualTypeOf<VerifiedUserToken>()
      expectTypeOf((await params).id).toEqualTypeOf<string | string[] | undefined>()
      return new Response()
    })
    expectTypeOf(GET).toExtend<RouteExport<{ id: string }>>()
    expectTypeOf(GET).toExtend<RouteExport<Record<never, never>>>()
  })

  it('give a user token behind requireUserToken, and a union if requests without a token pass', () => {
    const anonymous: boolean = Math.random() > 0.5
    stream.requireUserToken(
      (_request, { streamAuth }) => {
        expectTypeOf(streamAuth).toEqualTypeOf<VerifiedUserToken | Anonymous>()
        return new Response()
      },
      { anonymous: true },
    )
    stream.requireUserToken(
      (_request, { streamAuth }) => {
        expectTypeOf(streamAuth).toEqualTypeOf<VerifiedUserToken | Anonymous>()
        return new Response()
      },
      { anonymous },
    )
    stream.requireServerToken((_request, { streamAuth }) => {
      expectTypeOf(streamAuth).toEqualTypeOf<VerifiedServerToken>()
      return new Response()
    })
    pages.requireUserToken((_req, _res, { streamAuth }) => {
      expectTypeOf(streamAuth).toEqualTypeOf<VerifiedUserToken>()
    })
    pages.requireUserToken(
      (_req, _res, { streamAuth }) => {
        expectTypeOf(streamAuth).toEqualTypeOf<VerifiedUserToken | Anonymous>()
      },
      { anonymous },
    )
    pages.requireServerToken((_req, _res, { streamAuth }) => {
      expectTypeOf(streamAuth).toEqualTypeOf<VerifiedServerToken>()
    })
  })

  it('accept an annotated request, params and streamAuth, and do not require streamAuth from Next', () => {
    interface Context {
      params: Promise<{ id: string }>
      streamAuth: StreamAuth
    }
    const GET = stream.requireServerToken(async (request: NextRequest, { params }: Context) => {
      return Response.json([request.nextUrl.pathname, (await params).id])
    })
    expectTypeOf(GET).toExtend<RouteExport<{ id: string }>>()
    expectTypeOf(GET).not.toExtend<RouteExport<{ name: string }>>()
  })

  it('infer the params of a log-out handler', () => {
    const POST = stream.revokeOnLogout(
      request => expectTypeOf(request).toEqualTypeOf<Request>(),
      async (_request, { params }) => Response.json(await params),
    )
    expectTypeOf(POST).toExtend<RouteExport<{ id: string }>>()
  })

  it('infer the request and response types of an API route without an annotation', () => {
    pagesProvider(req => req.cookies.user, options)
    const handler = pages.requireUserToken((req, res, { streamAuth }) => {
      res.status(200).json([req.query.id, streamAuth])
    })
    expectTypeOf(handler).toExtend<NextApiHandler>()
    const logOut = pages.revokeOnLogout(
      req => expectTypeOf(req.cookies.user).toEqualTypeOf<string | undefined>(),
      (_req, res) => res.redirect('/'),
    )
    expectTypeOf(logOut).toExtend<NextApiHandler>()
  })

  it("accept Next's after as waitUntil", () => {
    expectTypeOf(streamTokenProvider<Request>).toBeCallableWith(() => null, { ...options, waitUntil: after })
  })

  it("accept a verifyUser and guarded handlers for Next's own request types", () => {
    streamTokenProvider((request: NextRequest) => request.cookies.get('user')?.value, options)
    pagesProvider((req: NextApiRequest) => req.cookies.user, options)
    const handler = pages.requireUserToken((req: NextApiRequest, res: NextApiResponse, { streamAuth }) => {
      res.status(200).json([req.query, streamAuth])
    })
    expectTypeOf(handler).toExtend<NextApiHandler>()
  })
})
