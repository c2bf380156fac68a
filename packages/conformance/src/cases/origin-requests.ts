import { LISTED_ORIGIN } from '../app-settings.js'
import type { RawHeader, RawRequest } from '../raw-request.js'
import { type RouteCase, refusal } from '../route-case.js'

/** A token request with these headers. */
export const from = (...headers: readonly RawHeader[]): RawRequest => ({ headers })

/** A token request from a page of an origin. */
export const origin = (...origins: readonly string[]): RawRequest =>
  from(...origins.map((value): RawHeader => ['Origin', value]))

/** A token request with `Sec-Fetch-Site`. */
export const site = (...sites: readonly string[]): RawRequest =>
  from(['Origin', 'https://evil.example'], ...sites.map((value): RawHeader => ['Sec-Fetch-Site', value]))

/** The preflight of a token request. */
export const preflight = (...origins: readonly string[]): RawRequest => ({
  ...from(...origins.map((value): RawHeader => ['Origin', value]), ['Access-Control-Request-Method', 'POST']),
  method: 'OPTIONS',
})

/** A case that the origin rule refuses. */
export const forbidden = (id: string, request: RawRequest, others?: Partial<RouteCase>): RouteCase =>
  refusal(id, request, 'origin_forbidden', others)

/** The listed origin, in the setting that lists it. */
export const listed: Pick<RouteCase, 'setting' | 'openTo'> = { setting: 'origins', openTo: LISTED_ORIGIN }
