import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { Revocations } from '../revocation/create-revocations.js'
import type { MintGate } from '../revocation/mint-gate.js'
import type { Settings } from '../settings/settings.js'
import type { Mint } from '../token/mint.js'
import { createApprove } from './approve.js'
import type { BoundedCall } from './bounded-call.js'
import { createHandle, createLocate, createRespond, type Endpoint, type Route } from './endpoint.js'
import { createFetch } from './fetch.js'
import { createLogOut } from './log-out.js'
import { createOriginRule } from './origin.js'
import { createRateLimit } from './rate-limit.js'
import { createRevocationRoutes } from './revocation-routes.js'
import { createTokenRoute } from './token-route.js'
import { createIdentify, type VerifyUser } from './verify-user.js'

/** The parts of a provider that its routes use. */
export interface EndpointParts {
  readonly settings: Settings
  readonly apiKey: () => string
  readonly boundedCall: BoundedCall
  readonly mintGate: MintGate
  readonly mint: Mint
  readonly revocations: Revocations
  readonly now: () => NumericDate
  readonly emit: Emit
}

/** Creates the endpoint, with its routes, for one `verifyUser`. */
export function createEndpoint<Raw>(verifyUser: VerifyUser<Raw>, parts: EndpointParts): Endpoint<Raw> {
  const { settings, boundedCall, mintGate, revocations, now, emit } = parts
  const rateLimit = createRateLimit(settings.rateLimit, settings.verifyUserTimeout)
  const identify = createIdentify(verifyUser, boundedCall)
  const routes = [
    createTokenRoute(createApprove(identify, rateLimit.user, mintGate, now), {
      ...parts,
      count: rateLimit.address,
    }),
    ...revocationRoutes<Raw>(parts),
  ]
  const locate = createLocate(settings.basePath, routes)
  const origin = createOriginRule(settings.allowedOrigins)
  const handle = createHandle(routes, origin, emit)
  const respond = createRespond(handle, routes, origin)
  return Object.freeze({
    locate,
    handle,
    respond,
    logOut: createLogOut(identify, revocations.revoker, now, settings.clockSkew, emit),
    ...createFetch(respond, locate),
  })
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
