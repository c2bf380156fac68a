import { fillTemplate } from '../fill-template.js'
import type { Served } from '../host.js'
import { toWire } from '../raw-request.js'
import { TEST_USER } from '../test-user.js'

/** A request to an app under load. */
export interface LoadRequest {
  /** The value of the header {@link TEST_USER}. */
  readonly user: string
  /** Default `close`. */
  readonly connection?: 'close' | 'keep-alive'
}

/** Encodes a request with a small body. */
export function requestOf(served: Served, { user, connection = 'close' }: LoadRequest): Uint8Array {
  const headers = [
    ['connection', connection],
    [TEST_USER, user],
    ['content-type', 'application/json'],
  ] as const
  const { head, body } = toWire({ headers, body: '{}' }, template => fillTemplate(template, served))
  return Buffer.concat([head, body])
}
