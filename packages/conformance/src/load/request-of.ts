import { fillTemplate } from '../fill-template.js'
import type { Served } from '../host.js'
import { toWire } from '../raw-request.js'
import { TEST_USER } from '../test-user.js'

/** What is asked of an app under load. */
export interface Asked {
  /** What {@link TEST_USER} holds. */
  readonly user: string
  /** Default `close`. */
  readonly connection?: 'close' | 'keep-alive'
}

/** The bytes of a request with a small body. */
export function requestOf(served: Served, { user, connection = 'close' }: Asked): Uint8Array {
  const headers = [
    ['connection', connection],
    [TEST_USER, user],
    ['content-type', 'application/json'],
  ] as const
  const { head, body } = toWire({ headers, body: '{}' }, template => fillTemplate(template, served))
  return Buffer.concat([head, body])
}
