import { stream } from '../../../lib/stream'

export async function POST(): Promise<Response> {
  return Response.json(await stream.revokeUserToken('john'))
}
