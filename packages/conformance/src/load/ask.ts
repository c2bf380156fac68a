import { exchange } from '../exchange.js'
import { fillTemplate } from '../fill-template.js'
import type { Served } from '../host.js'
import type { HttpAnswer } from '../http-answer.js'
import { TEST_USER } from '../test-user.js'

/** Asks for a user's token, over a connection of its own. */
export function ask(served: Served, user: string): Promise<HttpAnswer> {
  return exchange(served.url, { headers: [[TEST_USER, user]] }, 5, template => fillTemplate(template, served))
}
