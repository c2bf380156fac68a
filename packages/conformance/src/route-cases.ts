import { ACCEPT_CASES } from './cases/accept.js'
import { ALLOWED_HEADER_CASES } from './cases/allowed-headers.js'
import { BODY_CASES } from './cases/bodies.js'
import { CONTENT_TYPE_CASES } from './cases/content-types.js'
import { FORWARDED_CASES } from './cases/forwarded.js'
import { GUARD_CASES } from './cases/guards.js'
import { GUEST_CASES } from './cases/guests.js'
import { IDENTITY_CASES } from './cases/identity.js'
import { LOG_OUT_CASES } from './cases/log-outs.js'
import { METHOD_CASES } from './cases/methods.js'
import { ORIGIN_FUNCTION_CASES } from './cases/origin-functions.js'
import { ORIGIN_CASES } from './cases/origins.js'
import { REVOCATION_CASES } from './cases/revocations.js'
import { SERVER_ERROR_CASES } from './cases/server-errors.js'
import { TARGET_CASES } from './cases/targets.js'
import { TOKEN_HANDLER_CASES } from './cases/token-handlers.js'
import { USER_CASES } from './cases/users.js'
import { WAY_IN_CASES } from './cases/ways-in.js'
import type { RouteCase } from './route-case.js'

/** All cases, by subject. */
export const ROUTE_CASES: ReadonlyMap<string, readonly RouteCase[]> = new Map([
  ['methods', METHOD_CASES],
  ['targets', TARGET_CASES],
  ['media types', CONTENT_TYPE_CASES],
  ['bodies', BODY_CASES],
  ['response types', ACCEPT_CASES],
  ['identity', IDENTITY_CASES],
  ['verifyUser', USER_CASES],
  ['origins', [...ORIGIN_CASES, ...ORIGIN_FUNCTION_CASES, ...ALLOWED_HEADER_CASES]],
  ['token handlers', TOKEN_HANDLER_CASES],
  ['guests', GUEST_CASES],
  ['forwarded errors', SERVER_ERROR_CASES],
  ['forwarded', FORWARDED_CASES],
  ['guards', [...GUARD_CASES, ...WAY_IN_CASES]],
  ['revocations', REVOCATION_CASES],
  ['log-outs', LOG_OUT_CASES],
])
