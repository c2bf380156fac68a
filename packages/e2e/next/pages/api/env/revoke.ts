import { streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler } from 'next'

/** A provider of its own: another bundle of the same app shares no module with the App Router. */
const stream = streamTokenProvider(() => null, { streamApi: false })

const revoke: NextApiHandler = async (_req, res) => res.json(await stream.revokeUserToken('john'))

export default revoke
