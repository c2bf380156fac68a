import type { ServerResponse } from 'node:http'

/** Makes a signal that is aborted when the client leaves before its answer is written. */
export function nodeSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  if (response.destroyed) controller.abort()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
