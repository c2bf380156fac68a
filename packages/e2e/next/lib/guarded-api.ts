import { APP_SETTINGS, GUARDED_PATHS, guardedResult } from '@stream-token/conformance/app'
import { type StreamAuth, streamTokenProvider } from '@stream-token/next/pages'
import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next'
import { sendThrown } from './send-thrown'

const stream = streamTokenProvider(() => null, APP_SETTINGS.standard)

const handler = (
  _req: NextApiRequest,
  res: NextApiResponse,
  { streamAuth }: { readonly streamAuth: StreamAuth },
): void => res.json(guardedResult(streamAuth))

const guards = new Map(
  GUARDED_PATHS.map(({ path, kind, options }) => [
    path,
    kind === 'user' ? stream.requireUserToken(handler, options) : stream.requireServerToken(handler),
  ]),
)

/** The handler of the guarded paths. */
export const guardedApi: NextApiHandler = (req, res) =>
  sendThrown(res, () => guards.get(`/guarded/${req.query.guard}`)?.(req, res))
