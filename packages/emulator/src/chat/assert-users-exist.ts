import type { EmulatedApp } from '../emulated-app.js'
import { StreamError } from '../wire/stream-error.js'

/** As at Stream, users must exist before a channel or a message refers to them. */
export function assertUsersExist(app: EmulatedApp, ids: readonly string[]): void {
  const unknown = ids.filter(id => !app.users.has(id))
  if (unknown.length > 0) throw new StreamError(4, `these users don't exist: ${unknown.join(', ')}`)
}
