import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { Revocations } from '../revocation/create-revocations.js'
import type { MintGate } from '../revocation/mint-gate.js'
import type { BoundedCall } from '../settings/bounded-call.js'
import type { Settings } from '../settings/settings.js'
import type { CreateGuest } from '../stream-api/create-guest.js'
import type { Mint } from '../token/mint.js'
import { createApprove } from './approve.js'
import { createLocate, type Endpoint, type Route } from './endpoint.js'
import { createFetch, fromWebRequest, toResponse } from './fetch.js'
import { createGuestRoute } from './guest-route.js'
import { createHandle, createHandleRoute, createRefuse, createRespond } from './handle.js'
import { createIssue } from './issue-token.js'
import { createLogOut } from './log-out.js'
import { createOriginRule } from './origin.js'
import { createRateLimit, type RateLimit } from './rate-limit.js'
import { createRevocationRoutes } from './revocation-routes.js'
import { createTokenHandlerRoute, createTokenRoute, parseHandlerOptions } from './token-route.js'
import { createIdentify, type VerifyUser } from './verify-user.js'

/** The parts of a provider that its routes use. */
export interface EndpointParts {
  readonly settings: Settings
  readonly apiKey: () => string
  /** Starts to load credentials that are functions; undefined: nothing to wait for. */
  readonly load: () => Promise<void> | undefined
  readonly boundedCall: BoundedCall
  readonly mintGate: MintGate
  readonly mint: Mint
  readonly revocations: Revocations
  /** Undefined without guests. */
  readonly createGuest: CreateGuest | undefined
  readonly now: () => NumericDate
  readonly emit: Emit
}

/** Creates the endpoint, with its routes, for one `verifyUser`. */
export function createEndpoint<Raw>(verifyUser: VerifyUser<Raw>, parts: EndpointParts): Endpoint<Raw> {
  const { settings, apiKey, load, boundedCall, mintGate, revocations, now, emit } = parts
  const rateLimit = createRateLimit(
    settings.rateLimit,
    { seconds: settings.verifyUserTimeout, most: settings.maxPending },
    emit,
  )
  const identify = createIdentify(verifyUser, boundedCall, now, settings.guests !== false)
  const issue = createIssue(createApprove(identify, rateLimit.user, mintGate, now, settings.clockSkew), parts)
  const tokenParts = { issue, apiKey, count: rateLimit.address, settings }
  const routes = [
    createTokenRoute(tokenParts),
    ...guestRoutes<Raw>(parts, rateLimit.guest),
    ...revocationRoutes<Raw>(parts),
  ]
  const origin = createOriginRule(settings.allowedOrigins, settings.allowedHeaders, boundedCall)
  const refuse = createRefuse(emit, settings.onServerError)
  const handleRoute = createHandleRoute<Raw>(origin, refuse, load)
  const respond = createRespond(routes, handleRoute, origin)
  const locate = createLocate(settings.basePath, routes)
  return Object.freeze({
    locate,
    handle: createHandle(routes, handleRoute),
    respond,
    async issueToken(raw: Raw, { body = {}, ...extras } = {}) {
      try {
        const loading = load()
        if (loading !== undefined) await loading
        return await issue({ raw, extras }, body)
      } catch (thrown) {
        throw refuse.notify(thrown)
      }
    },
    tokenHandler(options = {}) {
      const route = createTokenHandlerRoute<Raw>(tokenParts, parseHandlerOptions(options))
      const handler = createRespond([route], handleRoute, origin)
      return {
        respond: handler,
        fetch: async (request: Request & Raw) => toResponse(await handler(fromWebRequest(request))),
      }
    },
    logOut: createLogOut({
      identify,
      revoker: revocations.revoker,
      origin,
      refuse,
      emit,
      async ready() {
        await load()
        apiKey()
      },
    }),
    ...createFetch(respond, locate),
  })
}

/** Each retry of a guest's creation may begin within the time limit of a call, and take as long again. */
function guestRoutes<Raw>(parts: EndpointParts, count: RateLimit['guest']): readonly Route<Raw>[] {
  const { settings, createGuest } = parts
  const { guests, streamApi } = settings
  if (guests === false || streamApi === false || createGuest === undefined) return []
  const { expiresIn } = guests
  return [createGuestRoute({ ...parts, createGuest, count, expiresIn, timeout: 3 * streamApi.timeout })]
}

/** There are no routes without `authorizeRevocation`: the app decides who may revoke. */
function revocationRoutes<Raw>({
  settings,
  boundedCall,
  revocations,
  now,
}: EndpointParts): readonly Route<Raw>[] {
  const authorize = settings.authorizeRevocation
  if (authorize === undefined) return []
  return createRevocationRoutes({ authorize, boundedCall, ...revocations, now, settings })
}
