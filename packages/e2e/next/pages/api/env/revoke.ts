import { streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler } from 'next'

/** A separate provider: this bundle shares no modules with that of the App Router. */
const stream = streamTokenProvider(() => null, { streamApi: false })

const revoke: NextApiHandler = async (_req, res) => res.json(await stream.revokeUserToken('john'))

export default revoke
