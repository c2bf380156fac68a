import { exchange } from '../exchange.js'
import { fillTemplate } from '../fill-template.js'
import type { Served } from '../host.js'
import type { HttpResponse } from '../http-response.js'
import { TEST_USER } from '../test-user.js'

/** Requests a user's token over a new connection. */
export function sendRequest(served: Served, user: string): Promise<HttpResponse> {
  return exchange(served.url, { headers: [[TEST_USER, user]] }, 5, template => fillTemplate(template, served))
}
