import { streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiRequest } from 'next'
import { SESSION, settings } from './settings'

export const pages = streamTokenProvider((req: NextApiRequest) => {
  const user = req.headers[SESSION]
  return typeof user === 'string' ? user : null
}, settings)
