import { streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler } from 'next'
import { refusalOfDevTokens } from '../../../lib/dev-tokens'

const handler: NextApiHandler = (_req, res) =>
  res.json({ reason: refusalOfDevTokens(options => streamTokenProvider(() => null, options)) })

export default handler
