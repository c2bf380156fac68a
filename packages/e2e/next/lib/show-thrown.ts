import { thrownResponse } from '@stream-token/conformance/app'

/** Calls a route handler. What it throws becomes the response that shows it. */
export async function showThrown(handle: () => Response | Promise<Response>): Promise<Response> {
  try {
    return await handle()
  } catch (error) {
    const { status, headers, body } = thrownResponse(error)
    return Response.json(body, { status, headers })
  }
}
