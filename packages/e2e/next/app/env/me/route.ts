import { stream } from '../../../lib/stream'

export const GET = stream.requireUser(async () => new Response('in'))
