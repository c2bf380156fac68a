import { thrownResponse } from '@stream-token/conformance/app'
import type { NextApiResponse } from 'next'

/** Calls an API route. What it throws becomes the response that shows it. */
export async function sendThrown(res: NextApiResponse, handle: () => unknown): Promise<void> {
  try {
    await handle()
  } catch (error) {
    const { status, headers, body } = thrownResponse(error)
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
    res.status(status).json(body)
  }
}
