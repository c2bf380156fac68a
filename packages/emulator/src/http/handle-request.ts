import type { IncomingMessage, ServerResponse } from 'node:http'
import { authenticate, type Credentials } from '../auth/authenticate.js'
import { injectFailure } from '../controls/failure.js'
import type { RequestHooks } from '../controls/request-hooks.js'
import type { EmulatedApp } from '../emulated-app.js'
import { type ApiRequest, readApiRequest, readBody } from '../wire/api-request.js'
import { sendJson } from '../wire/send-json.js'
import { startStopwatch } from '../wire/stopwatch.js'
import { errorBody, StreamError, toStreamError } from '../wire/stream-error.js'
import { findRoute } from './find-route.js'

/** Handles one REST request. */
export async function handleRequest(
  app: EmulatedApp,
  hooks: RequestHooks,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (incoming.method === 'OPTIONS') return sendJson(response, 204)

  const elapsed = startStopwatch()
  const request = readApiRequest(incoming)
  let operation: string | undefined
  let userId: string | undefined
  try {
    const body = await readBody(incoming)
    const failure = await hooks.intercept(request, body)
    if (failure !== undefined)
      return hooks.report(request, { status: injectFailure(failure, response), injected: true })

    const { route, id, type } = findRoute(request)
    operation = route.operation
    const caller = await authenticate(app, readCredentials(request))
    if (caller.kind === 'user') userId = caller.userId
    if (route.serverOnly && caller.kind !== 'server')
      throw new StreamError(17, 'this can only be done server side')

    const result = await route.handle({ app, caller, request, body, id, type })
    const status = request.method === 'POST' ? 201 : 200
    sendJson(response, status, { ...result, duration: elapsed() })
    hooks.report(request, { status, userId })
  } catch (thrown) {
    const error = toStreamError(thrown)
    sendJson(response, error.status, errorBody(error, elapsed(), operation))
    hooks.report(request, { status: error.status, code: error.code, userId })
  }
}

function readCredentials({ query, headers }: ApiRequest): Credentials {
  const authType = headers['stream-auth-type']
  return {
    apiKey: query.get('api_key'),
    authType: typeof authType === 'string' ? authType : null,
    token: headers.authorization ?? null,
    userId: query.get('user_id'),
  }
}
