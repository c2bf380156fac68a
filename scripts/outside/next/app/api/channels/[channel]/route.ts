import type { VerifiedUserToken } from '@stream-token/next'
import { stream } from '../../../../lib/stream'

/** These versions of Next hand over `params` as they are, not as a promise. */
interface Context {
  params: { channel: string }
  streamAuth: VerifiedUserToken
}

export const GET = stream.requireUserToken((_request: Request, { params, streamAuth }: Context) => {
  return new Response(JSON.stringify({ channel: params.channel, id: streamAuth.userId }))
})
