import { type RouteContext, streamTokenProvider } from '@stream-token/next'
import { settings } from './settings.js'

const stream = streamTokenProvider(request => request.headers.get('x-user'), settings)

export const { GET, POST, OPTIONS } = stream

/** A guarded route of Next 15 and later, whose `params` are a promise. */
export const channel = stream.requireUserToken(async (_request, { params, streamAuth }) => {
  return new Response(JSON.stringify({ ...(await params), id: streamAuth.userId }))
})

/** One of Next 13 and 14, whose `params` are an object. */
export const earlierChannel = stream.requireUserToken(
  (_request: Request, { params }: { params: { channel: string } }) => new Response(params.channel),
)

export const context: RouteContext = { params: Promise.resolve({ channel: 'general' }) }
