import { stream } from '../../../lib/stream'

export const GET = stream.requireUserToken(async () => new Response('in'))
