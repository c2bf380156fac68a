import { createApprove } from './approve.js'
import type { BoundedCall } from './bounded-call.js'
import { createAnswer, createHandle, createLocate, type Endpoint, type Route } from './endpoint.js'
import type { Emit } from './events.js'
import { createFetch } from './fetch.js'
import { createLogOut } from './log-out.js'
import type { Mint } from './mint.js'
import type { Moments } from './moment.js'
import type { NumericDate } from './numeric-date.js'
import { createOriginRule } from './origin.js'
import { createRateLimit } from './rate-limit.js'
import type { Revocations } from './revocation/create-revocations.js'
import { createRevocationRoutes } from './revocation-routes.js'
import type { Settings } from './settings.js'
import { createTokenRoute } from './token-route.js'
import { createAsk, type VerifyUser } from './verify-user.js'

/** What the routes stand on. */
export interface EndpointParts {
  readonly settings: Settings
  readonly apiKey: () => string
  readonly boundedCall: BoundedCall
  readonly moments: Moments
  readonly mint: Mint
  readonly revocations: Revocations
  readonly now: () => NumericDate
  readonly emit: Emit
}

/** Puts the routes of one `verifyUser` together. */
export function createEndpoint<Raw>(verifyUser: VerifyUser<Raw>, parts: EndpointParts): Endpoint<Raw> {
  const { settings, boundedCall, moments, revocations, now, emit } = parts
  const rateLimit = createRateLimit(settings.rateLimit, settings.verifyUserTimeout)
  const ask = createAsk(verifyUser, boundedCall)
  const routes = [
    createTokenRoute(createApprove(ask, rateLimit.user, moments, now), {
      ...parts,
      count: rateLimit.address,
    }),
    ...revocationRoutes<Raw>(parts),
  ]
  const locate = createLocate(settings.basePath, routes)
  const origin = createOriginRule(settings.allowedOrigins)
  const handle = createHandle(routes, origin, emit)
  const answer = createAnswer(handle, routes, origin)
  return Object.freeze({
    locate,
    handle,
    answer,
    logOut: createLogOut(ask, revocations.revoker, now, settings.clockSkew, emit),
    ...createFetch(answer, locate),
  })
}

/** None without `authorizeRevocation`: revoking is for those whom the app names. */
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
