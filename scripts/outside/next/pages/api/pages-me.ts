import type { NextApiRequest, NextApiResponse } from 'next'
import { pages } from '../../lib/pages'

export default pages.requireUserToken((_req: NextApiRequest, res: NextApiResponse, { streamAuth }) => {
  res.json({ id: streamAuth.userId })
})
