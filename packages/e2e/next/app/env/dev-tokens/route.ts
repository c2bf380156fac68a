import { streamTokenProvider } from '@stream-token/next'
import { refusalOfDevTokens } from '../../../lib/dev-tokens'

export const dynamic = 'force-dynamic'

export const GET = (): Response =>
  Response.json({ reason: refusalOfDevTokens(options => streamTokenProvider(() => null, options)) })
